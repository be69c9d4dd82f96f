package dev.imagemanager.infra.s3;

import dev.imagemanager.pipeline.cache.CachedLayer;
import dev.imagemanager.pipeline.cache.CachedManifest;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Grammar;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The keys of BuildKit's objects in a bucket (moby/buildkit, cache/remotecache/s3): {@code <prefix>manifests/<name>}
 * and {@code <prefix>blobs/<digest>}. Our prefix is the image's name and a slash; see {@code BuildctlArguments}.
 */
final class CacheLayout {

    private static final String MANIFESTS = "/manifests/";
    private static final String BLOBS = "/blobs/";

    private static final Pattern MANIFEST = Pattern.compile(
            "(?<image>.+)" + MANIFESTS + "(?<name>" + Grammar.TAG + "/[a-z0-9]+-[a-z0-9_]+(?:-[a-z0-9.]+)?)");

    private static final Pattern LAYER = Pattern.compile("(?<image>.+)" + BLOBS + "(?<digest>sha256:[0-9a-f]{64})");

    private CacheLayout() {}

    static String manifestsOf(String image) {
        return image + MANIFESTS;
    }

    static String key(CachedManifest manifest) {
        return manifest.image() + MANIFESTS + manifest.name();
    }

    static String key(CachedLayer layer) {
        return layer.image() + BLOBS + layer.digest();
    }

    /** Returns the manifest of an object; empty if it is not a manifest. */
    static Optional<CachedManifest> manifest(S3Object object) {
        Matcher key = MANIFEST.matcher(object.key());
        return key.matches()
                ? Optional.of(
                        new CachedManifest(key.group("image"), key.group("name"), object.lastModified(), object.size()))
                : Optional.empty();
    }

    /** Returns the layer of an object; empty if it is not a layer. */
    static Optional<CachedLayer> layer(S3Object object) {
        Matcher key = LAYER.matcher(object.key());
        return key.matches()
                ? Optional.of(new CachedLayer(
                        key.group("image"), Digest.parse(key.group("digest")), object.lastModified(), object.size()))
                : Optional.empty();
    }
}
