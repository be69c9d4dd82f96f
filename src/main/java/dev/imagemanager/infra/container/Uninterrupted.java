package dev.imagemanager.infra.container;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Brings a conversation with a Docker daemon to its end even if the thread is interrupted. An interruption would break the
 * connection off, and what the daemon does then, and whether it does it before or after the clean-up, nobody knows.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** An interruption is kept for later. */
    static <T> T get(Supplier<T> conversation) {
        FutureTask<T> task = new FutureTask<>(conversation::get);
        Thread thread = new Thread(task, "docker");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw failure.getCause() instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
