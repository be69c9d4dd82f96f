package dev.imagemanager.infra.container;

/**
 * A file that is put into a container before it starts. Nothing of this machine is mounted into containers, so that it
 * does not matter where their daemon runs.
 *
 * @param path absolute, in the container; its directory is made if it is missing
 * @param mode permission bits
 * @param owner the number of the user and group that it belongs to
 */
public record ContainerFile(String path, String content, int mode, int owner) {

    /** One that anybody may read. */
    public static ContainerFile readable(String path, String content) {
        return new ContainerFile(path, content, 0444, 0);
    }

    /** One that only its owner may read. */
    public static ContainerFile secret(String path, String content, int owner) {
        return new ContainerFile(path, content, 0400, owner);
    }

    /** May hold a secret. */
    @Override
    public String toString() {
        return path;
    }
}
