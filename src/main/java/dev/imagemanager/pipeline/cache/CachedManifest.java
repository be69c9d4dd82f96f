package dev.imagemanager.pipeline.cache;

import java.time.Instant;

/**
 * What lists the layers of one target for one platform.
 *
 * @param name {@code tag/platform}, where the platform is written as in file names
 * @param written when a build wrote it last
 * @param bytes of the manifest itself
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
