package dev.imagemanager.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Keeps the exception of a failed write, which {@link java.io.PrintStream} discards. */
final class WatchedStream extends FilterOutputStream {

    private volatile IOException failure;

    WatchedStream(OutputStream destination) {
        super(destination);
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException cannotWrite) {
            failure = cannotWrite;
            throw cannotWrite;
        }
    }
}
