package dev.imagemanager.pipeline.cache;

import java.time.Instant;

/**
 * The list of the layers of one target for one platform.
 *
 * @param name {@code tag/platform}, with the platform as in file names
 * @param written when a build last wrote it
 * @param bytes size of the manifest
 */
public record CachedManifest(String image, String name, Instant written, long bytes) {

    static String nameOf(String tag, String platform) {
        return tag + "/" + platform;
    }

    String platform() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return image + ":" + name.replace("/", " ");
    }
}
