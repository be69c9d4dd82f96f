package dev.imagemanager.infra.container;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Completes requests to a Docker daemon even if the thread is interrupted. An interruption would close the connection,
 * and the daemon might still execute the request, even after the clean-up.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** Executes a request, and restores the interruption afterwards. */
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
