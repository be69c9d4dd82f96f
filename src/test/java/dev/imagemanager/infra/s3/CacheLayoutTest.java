package dev.imagemanager.infra.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.pipeline.cache.CachedLayer;
import dev.imagemanager.pipeline.cache.CachedManifest;
import dev.imagemanager.reference.Digest;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

class CacheLayoutTest {

    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Digest DIGEST = Digest.parse("sha256:" + "0a".repeat(32));

    private static S3Object object(String key) {
        return S3Object.builder().key(key).size(7L).lastModified(WRITTEN).build();
    }

    @Test
    void manifestsAndLayersAreKnownByTheirKeys() {
        CachedManifest manifest = new CachedManifest("team/app", "1.0-x/linux-arm64-v8", WRITTEN, 7);
        CachedLayer layer = new CachedLayer("team/app", DIGEST, WRITTEN, 7);

        assertThat(CacheLayout.key(manifest)).isEqualTo("team/app/manifests/1.0-x/linux-arm64-v8");
        assertThat(CacheLayout.manifest(object(CacheLayout.key(manifest)))).contains(manifest);
        assertThat(CacheLayout.key(layer)).isEqualTo("team/app/blobs/" + DIGEST);
        assertThat(CacheLayout.layer(object(CacheLayout.key(layer)))).contains(layer);
        assertThat(CacheLayout.layer(object(CacheLayout.key(manifest)))).isEmpty();
        assertThat(CacheLayout.manifest(object(CacheLayout.key(layer)))).isEmpty();
    }

    @Test
    void anImageMayBeCalledLikeAFolderOfTheLayout() {
        CachedLayer layer = new CachedLayer("app/manifests", DIGEST, WRITTEN, 7);

        assertThat(CacheLayout.manifest(object(CacheLayout.key(layer)))).isEmpty();
        assertThat(CacheLayout.layer(object(CacheLayout.key(layer)))).isEqualTo(Optional.of(layer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/manifests/1",
                "app/manifests/1/linux",
                "app/blobs/sha256:0a",
                "blobs/latest",
                "manifests/buildkit",
                ".image-manager-probe",
                "/manifests/1/linux-amd64"
            })
    void whateverElseLiesThereIsNotOurs(String key) {
        assertThat(CacheLayout.manifest(object(key))).isEmpty();
        assertThat(CacheLayout.layer(object(key))).isEmpty();
    }
}
