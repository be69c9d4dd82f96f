package dev.imagemanager.infra.container;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An upload to the daemon that another thread can abort, since the sending thread cannot be interrupted. */
final class Upload extends FilterInputStream {

    private boolean complete;
    private boolean broken;

    Upload(InputStream content) {
        super(content);
    }

    /** Aborts the upload. Has no effect if everything was sent; the daemon then continues. */
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
            throw new IOException("aborted");
        }
    }

    private int noted(int read) {
        complete |= read < 0;
        return read;
    }
}
