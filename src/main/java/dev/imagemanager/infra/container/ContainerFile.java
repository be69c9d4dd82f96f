package dev.imagemanager.infra.container;

/**
 * A file that is copied into a container before it starts. No directories of this machine are mounted into containers,
 * so the daemon may run anywhere.
 *
 * @param path absolute, in the container; its directory is created if missing
 * @param mode permission bits
 * @param owner the id of its user and group
 */
public record ContainerFile(String path, String content, int mode, int owner) {

    /** Creates a file that everyone can read. */
    public static ContainerFile readable(String path, String content) {
        return new ContainerFile(path, content, 0444, 0);
    }

    /** Creates a file that only its owner can read. */
    public static ContainerFile secret(String path, String content, int owner) {
        return new ContainerFile(path, content, 0400, owner);
    }

    /** Does not show the content, which may be a secret. */
    @Override
    public String toString() {
        return path;
    }
}
