package dev.imagemanager.infra.buildkit;

import dev.imagemanager.pipeline.build.ImageBuilder.CacheFailure;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What BuildKit says when the layer cache fails, as version 0.26.3 says it. A manifest that cannot be read or written never
 * fails a solve. A layer that is listed but cannot be loaded does: it is loaded only when a later step or the image needs
 * it.
 */
final class LayerCacheErrors {

    private static final Pattern LAYER_MISSING =
            Pattern.compile("operation error S3: |short read: expected|unexpected EOF|unexpected commit (digest|size)");

    private static final Pattern REFUSED = Pattern.compile(
            "StatusCode: 40[13]|get credentials|failed to (refresh|retrieve).* credentials|no EC2 IMDS");

    /** The form of errors of the AWS SDK for Go, version 2, that says nothing to a user. */
    private static final Pattern BOILERPLATE = Pattern.compile("exceeded maximum number of attempts, [0-9]+, "
            + "|https response error StatusCode: [0-9]+, RequestID: [^,]*, HostID: [^,]*, "
            + "|request send failed, |api error ");

    private LayerCacheErrors() {}

    static CacheFailure describe(String error, String daemon) {
        String hint = REFUSED.matcher(error).find()
                ? "the BuildKit daemon at " + daemon
                        + " needs the cache's keys in its environment, as AWS_ACCESS_KEY_ID"
                        + " and AWS_SECRET_ACCESS_KEY; one that was started here gets them when it is started anew, after"
                        + " 'image-manager services down buildkitd'"
                : "check that the BuildKit daemon at " + daemon + " reaches the service";
        return new CacheFailure(readable(error), hint, false);
    }

    /**
     * Whether the solve failed for no other reason than layers of the cache.
     *
     * @param imports that it looked for layers in
     */
    static boolean isLayerMissing(List<String> imports, SolveProgress progress) {
        return !imports.isEmpty() && LAYER_MISSING.matcher(progress.error()).find();
    }

    static CacheFailure missingLayer(SolveProgress progress) {
        return new CacheFailure(
                readable(progress.error()),
                "BuildKit puts missing layers back, but does not look into those that are damaged; if this comes again,"
                        + " 'image-manager cache prune --older-than 0s' empties the cache",
                true);
    }

    private static String readable(String error) {
        return BOILERPLATE.matcher(error).replaceAll("");
    }
}
