package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.PublishConfig;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How finished images go to registries.
 *
 * @param places of all registries that the configuration names, those of finished images first
 * @param chosen how many of them finished images go to unless the command says otherwise
 * @param standard how repositories are named, and whether tags are immutable, in registries that the configuration does not
 *     name; its registry means nothing
 * @param attest what is attached to images; empty if the configuration does not say
 * @param signing empty to sign nothing
 */
public record PublishSettings(
        List<PublishPlace> places,
        int chosen,
        PublishPlace standard,
        Optional<Set<Attestation>> attest,
        Optional<Signing> signing) {

    /** The settings if nothing is configured. */
    public static final PublishSettings NONE = new PublishSettings(
            List.of(), 0, PublishPlace.at(Registry.at("localhost")), Optional.empty(), Optional.empty());

    public PublishSettings {
        places = List.copyOf(places);
    }

    /** What is attached to images. */
    public enum Attestation {
        SBOM,
        PROVENANCE,
        TESTS
    }

    /** How images are signed. */
    public sealed interface Signing {

        /**
         * With a key.
         *
         * @param key a file, or an address that cosign knows
         * @param publicKey verifies the signatures: a file, or an address that cosign knows; empty for the public part of the key
         * @param password of the key; empty for that in the environment
         */
        record WithKey(String key, Optional<String> publicKey, Optional<FleetConfig.Secret> password)
                implements Signing {}

        /**
         * With an identity of the CI system, without a key.
         *
         * @param identity that certificates must be for
         * @param issuer of the identity
         */
        record Keyless(Optional<String> identity, Optional<String> issuer) implements Signing {}
    }

    /** Returns whether images get statements of this kind, if there is evidence for them. */
    public boolean attests(Attestation kind) {
        return attest.map(kinds -> kinds.contains(kind)).orElse(signing.isPresent());
    }

    /** Returns where finished images go unless the command says otherwise. */
    public List<PublishPlace> destinations() {
        return places.subList(0, chosen);
    }

    /** Returns how images are published in a registry with an optional path. */
    PublishPlace placeIn(Registry registry) {
        return places.stream()
                .filter(place -> place.registry().toString().equals(registry.toString()))
                .findFirst()
                .orElseGet(() -> standard.in(registry));
    }

    /**
     * @param all the registries of {@code config}, in its order
     * @param directory the fleet's directory, which paths are relative to
     */
    static PublishSettings of(FleetConfig config, List<PublishPlace> all, Path directory) {
        List<PublishPlace> marked = all.stream().filter(PublishPlace::isDefault).toList();
        List<PublishPlace> others =
                all.stream().filter(place -> !place.isDefault()).toList();
        PublishConfig publish = config.publish();
        return new PublishSettings(
                Stream.concat(marked.stream(), others.stream()).toList(),
                marked.size(),
                PublishPlace.standard(config),
                publish.attest().map(PublishSettings::attestations),
                publish.sign().map(sign -> signing(sign, directory)));
    }

    private static Set<Attestation> attestations(List<String> names) {
        Set<Attestation> attestations = EnumSet.noneOf(Attestation.class);
        for (Attestation attestation : Attestation.values()) {
            if (names.contains(attestation.name().toLowerCase(Locale.ROOT))) {
                attestations.add(attestation);
            }
        }
        return attestations;
    }

    private static Signing signing(PublishConfig.SignConfig sign, Path directory) {
        return sign.key().isEmpty()
                ? new Signing.Keyless(sign.identity(), sign.issuer())
                : new Signing.WithKey(
                        located(sign.key().get(), directory),
                        sign.publicKey().map(key -> located(key, directory)),
                        sign.password());
    }

    private static String located(String key, Path directory) {
        return key.contains("://") ? key : directory.resolve(key).toString();
    }
}
