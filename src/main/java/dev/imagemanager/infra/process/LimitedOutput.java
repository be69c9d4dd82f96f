package dev.imagemanager.infra.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The output of a program, which is stopped when it prints too much: what is read is kept in memory. */
final class LimitedOutput extends FilterInputStream {

    private final Runnable stop;
    private long left;

    /**
     * @param limit in bytes
     * @param stop stops the program
     */
    LimitedOutput(InputStream output, long limit, Runnable stop) {
        super(output);
        this.left = limit;
        this.stop = stop;
    }

    /** There is more output than allowed. */
    static final class ExceededException extends IOException {}

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            close();
            stop.run();
            throw new ExceededException();
        }
        return count;
    }
}
