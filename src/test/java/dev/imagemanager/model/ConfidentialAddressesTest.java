package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidentialAddressesTest {

    @TempDir
    Path directory;

    private String problemsOf(String settings) {
        TestFleet fleet = TestFleet.small(directory)
                .with("images/app/test.yml", "schemaVersion: 2.0.0\n")
                .with(".image-manager.yml", settings + "\n");
        return fleet.shown(fleet.problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registries: [{insecure: true, url: evil.example/a, username: a, password: b}]",
                "registries: [{insecure: true, url: 'evil.example:5000', password: b}]",
                "registries: [{insecure: true, url: localhost.evil.example, username: a}]",
            })
    void credentialsForARegistryThatTheNetworkReads(String settings) {
        assertThat(problemsOf(settings))
                .startsWith(
                        ".image-manager.yml:1:25: error: 'registries[0]' has credentials, but 'insecure: true' would"
                                + " send them over plain HTTP to another machine\n  remove 'insecure' and use TLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registries: [{insecure: true, url: evil.example}]",
                "registries: [{insecure: true, url: 'localhost:5000', username: a, password: b}]",
                "registries: [{insecure: false, url: ghcr.io, username: a, password: b}]",
                "registries: [{url: ghcr.io, username: a, password: b}]",
                "cache: {endpoint: 'http://127.0.0.1:3900', access_key: a, secret_key: b}",
                "cache: {endpoint: 'https://s3.example', access_key: a, secret_key: b}",
                "cache: {endpoint: 'http://s3.example'}",
            })
    void others(String settings) {
        assertThat(problemsOf(settings)).isEmpty();
    }

    @Test
    void anAccessKeyThatTheNetworkReadsIsNoted() {
        assertThat(problemsOf("cache: {endpoint: 'http://s3.example:9000', access_key: a, secret_key: b}"))
                .startsWith(".image-manager.yml:1:19: note: 'cache.endpoint' is an address with plain HTTP");
    }
}
