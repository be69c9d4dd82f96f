package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With errors as BuildKit 0.26.3 wrote them. */
class LayerCacheErrorsTest {

    private static final String UNREACHABLE = "operation error S3: GetObject, exceeded maximum number of attempts, 3,"
            + " https response error StatusCode: 0, RequestID: , HostID: , request send failed, Get"
            + " \"http://127.0.0.1:13999/cache/app/manifests/1/linux-amd64?x-id=GetObject\": dial tcp"
            + " 127.0.0.1:13999: connect: connection refused";

    private static final String FORBIDDEN = "operation error S3: GetObject, https response error StatusCode: 403,"
            + " RequestID: , HostID: , api error AccessDenied: Forbidden: No such key: GK0";

    @ParameterizedTest
    @CsvSource({
        "short read: expected 28195084 bytes but got 0: unexpected EOF, true",
        "operation error S3: GetObject: NoSuchKey, true",
        "process \"/bin/sh -c false\" did not complete successfully: exit code: 1, false",
        "failed to push localhost:5050/app:1: connection refused, false",
    })
    void aSolveIsDoneAgainOnlyWhenLayersOfTheCacheAreMissing(String error, boolean isMissing) {
        SolveProgress progress = new SolveProgress((line, isInternal) -> {});
        progress.read("error: failed to solve: " + error);

        assertThat(LayerCacheErrors.isLayerMissing(List.of("1/linux-amd64"), progress))
                .isEqualTo(isMissing);
        assertThat(LayerCacheErrors.isLayerMissing(List.of(), progress)).isFalse();
    }

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
                .isEqualTo("check that the BuildKit daemon at unix:///socket can reach the service");
        assertThat(LayerCacheErrors.describe(FORBIDDEN, "unix:///socket").hint())
                .contains("unix:///socket needs the cache's keys", "AWS_ACCESS_KEY_ID", "services down buildkitd");
    }
}
