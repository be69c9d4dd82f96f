package dev.imagemanager.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.PublishSettings.Attestation;
import dev.imagemanager.model.settings.PublishSettings.Signing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishSettingsTest {

    @TempDir
    Path directory;

    private FleetSettings settings(String yaml) {
        return SettingsResolver.resolve(
                TestFleet.small(directory).with(".image-manager.yml", yaml).settings(), directory);
    }

    @Test
    void eachRegistryNamesItsRepositories() {
        FleetSettings settings = settings(
                """
                registries:
                  - { url: ghcr.io/acme, default: true }
                  - { url: other.example }
                  - { url: registry.example.com, default: true, repository: "base-{= image.name }", immutable_tags: false }
                publish: { repository: "images/{=image.name}" }
                """);

        assertThat(settings.publishing().destinations())
                .extracting(place -> place.registry().host() + "/" + place.repository("python"))
                .containsExactly("ghcr.io/acme/images/python", "registry.example.com/base-python");
        assertThat(settings.publishing().destinations())
                .extracting(PublishPlace::hasImmutableTags)
                .containsExactly(true, false);
        assertThat(settings.publishPlaceOf("registry.example.com/").repository("python"))
                .isEqualTo("base-python");
        assertThat(settings.publishPlaceOf("ghcr.io/staging").repository("python"))
                .isEqualTo("staging/images/python");
    }

    @Test
    void keysAreFilesOrAddresses() {
        assertThat(settings("publish: { sign: { key: keys/cosign.key, public_key: 'awskms:///alias/images' } }\n")
                        .publishing()
                        .signing())
                .contains(new Signing.WithKey(
                        directory.resolve("keys/cosign.key").toString(),
                        Optional.of("awskms:///alias/images"),
                        Optional.empty()));
        assertThat(settings("publish: { sign: { keyless: true, issuer: 'https://ci.example' }, attest: [tests] }\n")
                        .publishing())
                .satisfies(publishing -> {
                    assertThat(publishing.signing())
                            .contains(new Signing.Keyless(Optional.empty(), Optional.of("https://ci.example")));
                    assertThat(publishing.attest()).contains(Set.of(Attestation.TESTS));
                });
    }
}
