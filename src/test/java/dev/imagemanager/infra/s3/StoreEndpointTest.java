package dev.imagemanager.infra.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "true,  https://s3.example.com,         layers,      https://s3.example.com/layers",
        "true,  https://s3.example.com/,        layers,      https://s3.example.com/layers",
        "true,  http://localhost:3900/base,     layers,      http://localhost:3900/base/layers",
        "true,  https://s3.example.com,         a b/c,       https://s3.example.com/a%20b%2Fc",
        "false, https://s3.example.com,         layers,      https://layers.s3.example.com/",
        "false, http://s3.example.com:80/base,  layers,      http://layers.s3.example.com:80/base",
        "false, https://s3.example.com,         Layers,      https://s3.example.com/Layers",
        "false, https://s3.example.com,         acme.layers, https://s3.example.com/acme.layers",
        "false, http://s3.example.com,          acme.layers, http://acme.layers.s3.example.com/",
        "false, http://127.0.0.1:3900,          layers,      http://127.0.0.1:3900/layers",
        "false, 'http://[::1]:3900',            layers,      'http://[::1]:3900/layers'",
    })
    void theBucketStandsInThePathOrInTheHost(boolean usePathStyle, String endpoint, String bucket, String url) {
        ObjectStore store = new ObjectStore(endpoint, bucket, "us-east-1", Optional.empty(), usePathStyle);

        assertThat(new StoreEndpoint(URI.create(endpoint), store).url()).hasToString(url);
    }
}
