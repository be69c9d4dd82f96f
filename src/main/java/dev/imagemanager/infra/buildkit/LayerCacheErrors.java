package dev.imagemanager.infra.buildkit;

import dev.imagemanager.pipeline.build.ImageBuilder.CacheFailure;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Describes BuildKit's errors about the layer cache (messages of version 0.26.3). A solve does not fail if a manifest
 * cannot be read or written. It fails if a listed layer cannot be loaded, since layers are only loaded when a later
 * step or the image needs them.
 */
final class LayerCacheErrors {

    private static final Pattern LAYER_MISSING =
            Pattern.compile("operation error S3: |short read: expected|unexpected EOF|unexpected commit (digest|size)");

    private static final Pattern REFUSED = Pattern.compile(
            "StatusCode: 40[13]|get credentials|failed to (refresh|retrieve).* credentials|no EC2 IMDS");

    /** Matches the parts of errors of the AWS SDK for Go v2 that do not help users. */
    private static final Pattern BOILERPLATE = Pattern.compile("exceeded maximum number of attempts, [0-9]+, "
            + "|https response error StatusCode: [0-9]+, RequestID: [^,]*, HostID: [^,]*, "
            + "|request send failed, |api error ");

    private LayerCacheErrors() {}

    static CacheFailure describe(String error, String daemon) {
        String hint = REFUSED.matcher(error).find()
                ? "the BuildKit daemon at " + daemon
                        + " needs the cache's keys in its environment, as AWS_ACCESS_KEY_ID"
                        + " and AWS_SECRET_ACCESS_KEY; a daemon of image-manager gets them at its next start, after"
                        + " 'image-manager services down buildkitd'"
                : "check that the BuildKit daemon at " + daemon + " can reach the service";
        return new CacheFailure(readable(error), hint, false);
    }

    /**
     * Returns whether the solve failed because a layer could not be loaded from the cache.
     *
     * @param imports the manifests that were imported
     */
    static boolean isLayerMissing(List<String> imports, SolveProgress progress) {
        return !imports.isEmpty() && LAYER_MISSING.matcher(progress.error()).find();
    }

    static CacheFailure missingLayer(SolveProgress progress) {
        return new CacheFailure(
                readable(progress.error()),
                "BuildKit stores missing layers again, but does not detect damaged ones; if this happens again, empty"
                        + " the cache with 'image-manager cache prune --older-than 0s'",
                true);
    }

    private static String readable(String error) {
        return BOILERPLATE.matcher(error).replaceAll("");
    }
}
