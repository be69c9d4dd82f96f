package dev.imagemanager.infra.container;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What is sent to the daemon, from a thread that cannot be interrupted, and can be broken off. */
final class Upload extends FilterInputStream {

    private boolean complete;
    private boolean broken;

    Upload(InputStream content) {
        super(content);
    }

    /** Nothing more is sent. Without effect when everything is: then the daemon goes on by itself. */
    synchronized void breakOff() {
        broken = !complete;
    }

    @Override
    public synchronized int read() throws IOException {
        checkBroken();
        return noted(super.read());
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
        checkBroken();
        return noted(super.read(buffer, offset, length));
    }

    private void checkBroken() throws IOException {
        if (broken) {
            throw new IOException("broken off");
        }
    }

    private int noted(int read) {
        complete |= read < 0;
        return read;
    }
}
