package dev.imagemanager.infra.s3;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Computes the address of requests to a store. Replaces the SDK's own rules, which first read the regions of AWS and
 * the file in {@code AWS_PARTITIONS_FILE} even if the endpoint is known.
 */
final class StoreEndpoint implements S3EndpointProvider {

    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

    /** Wildcard certificates cover only one label (RFC 9525, section 6.3). */
    private static final Pattern LABEL_OF_HTTPS = Pattern.compile(LABEL);

    private static final Pattern LABELS_OF_HTTP = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    /** RFC 1123, section 2.1. */
    private static final int LONGEST_LABEL = 63;

    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*]|[0-9.]+");

    private final Endpoint endpoint;

    StoreEndpoint(URI address, ObjectStore store) {
        this.endpoint = Endpoint.builder()
                .url(
                        !store.hasBucketInPath() && canBeInHostName(store.bucket(), address)
                                ? withHost(address, store.bucket() + "." + address.getRawAuthority())
                                : withPath(address, store.bucket()))
                .putAttribute(
                        AwsEndpointAttribute.AUTH_SCHEMES,
                        List.of(SigV4AuthScheme.builder()
                                .signingName("s3")
                                .signingRegion(store.region())
                                .disableDoubleEncoding(true)
                                .build()))
                .build();
    }

    private static boolean canBeInHostName(String bucket, URI address) {
        Pattern allowed = "https".equals(address.getScheme()) ? LABEL_OF_HTTPS : LABELS_OF_HTTP;
        return bucket.length() <= LONGEST_LABEL
                && allowed.matcher(bucket).matches()
                && !IP_ADDRESS.matcher(address.getHost()).matches();
    }

    private static URI withHost(URI address, String authority) {
        String path = address.getRawPath();
        return URI.create(address.getScheme() + "://" + authority + (path.isEmpty() ? "/" : path));
    }

    private static URI withPath(URI address, String bucket) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority()
                + address.getRawPath().replaceFirst("/+$", "") + "/" + SdkHttpUtils.urlEncode(bucket));
    }

    URI url() {
        return endpoint.url();
    }

    @Override
    public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams request) {
        return CompletableFuture.completedFuture(endpoint);
    }
}
