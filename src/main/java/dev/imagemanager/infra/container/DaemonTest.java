package dev.imagemanager.infra.container;

/**
 * A test for which a Docker daemon has an image.
 *
 * @param id a random UUID
 * @param end is called when the daemon has nothing of it any more
 */
public record DaemonTest(String id, Runnable end) {}
