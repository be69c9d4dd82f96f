package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With errors as BuildKit 0.26.3 wrote them. */
class LayerCacheErrorsTest {

    private static final String UNREACHABLE = "operation error S3: GetObject, exceeded maximum number of attempts, 3,"
            + " https response error StatusCode: 0, RequestID: , HostID: , request send failed, Get"
            + " \"http://127.0.0.1:13999/cache/app/manifests/1/linux-amd64?x-id=GetObject\": dial tcp"
            + " 127.0.0.1:13999: connect: connection refused";

    private static final String FORBIDDEN = "operation error S3: GetObject, https response error StatusCode: 403,"
            + " RequestID: , HostID: , api error AccessDenied: Forbidden: No such key: GK0";

    @Test
    void theErrorIsShortened() {
        assertThat(LayerCacheErrors.describe(UNREACHABLE, "unix:///socket").reason())
                .isEqualTo("operation error S3: GetObject, Get"
                        + " \"http://127.0.0.1:13999/cache/app/manifests/1/linux-amd64?x-id=GetObject\": dial tcp"
                        + " 127.0.0.1:13999: connect: connection refused");
    }

    @Test
    void theRemedyFitsTheError() {
        assertThat(LayerCacheErrors.describe(UNREACHABLE, "unix:///socket").hint())
                .isEqualTo("check that the BuildKit daemon at unix:///socket reaches the service");
        assertThat(LayerCacheErrors.describe(FORBIDDEN, "unix:///socket").hint())
                .contains("unix:///socket needs the cache's keys", "AWS_ACCESS_KEY_ID", "services down buildkitd");
    }
}
