package dev.imagemanager.config;

import dev.imagemanager.config.FleetConfig.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * The key {@code publish} as written: how finished images go to registries.
 *
 * @param repository a {@link RepositoryPattern}
 * @param immutableTags whether tags that are full versions keep their digest
 * @param attest what is attached to images
 * @param sign how images are signed; empty for not at all
 */
public record PublishConfig(
        Optional<@Pattern(regexp = RepositoryPattern.SYNTAX, message = RepositoryPattern.RULE) String> repository,
        Optional<Boolean> immutableTags,
        Optional<List<@Pattern(regexp = ATTESTATION, message = ATTESTATION_RULE) String>> attest,
        Optional<@Valid SignConfig> sign) {

    static final PublishConfig NONE =
            new PublishConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String ATTESTATION = "sbom|provenance|tests";

    private static final String ATTESTATION_RULE = "is no attestation: use sbom, provenance or tests";

    static PublishConfig read(MappingReader reader) {
        return new PublishConfig(
                reader.text("repository"),
                reader.flag("immutable_tags"),
                reader.texts("attest"),
                reader.object("sign", SignConfig::read));
    }

    /**
     * How cosign signs. The environment of the command has what its keys need besides.
     *
     * @param key a file, {@code env://VARIABLE} or the address of a key in a key management system; empty for keyless
     * @param publicKey what verifies the signatures: a file or the address of a key; empty for the public part of the key
     * @param password of the key; empty for that in {@code COSIGN_PASSWORD}
     * @param keyless whether an identity of the CI system signs
     * @param identity of keyless signatures: what the certificate must be for
     * @param issuer of the identity
     */
    public record SignConfig(
            Optional<@Pattern(regexp = KEY, message = KEY_RULE) String> key,
            Optional<@Pattern(regexp = KEY, message = KEY_RULE) String> publicKey,
            Optional<Secret> password,
            boolean keyless,
            Optional<String> identity,
            Optional<String> issuer) {

        private static final String KEY = "(?s)(?!.*://).+|(env|awskms|gcpkms|azurekms|hashivault|k8s)://.+";

        private static final String KEY_RULE =
                "must be a file, env://VARIABLE, or a key of awskms://, gcpkms://, azurekms://, hashivault:// or k8s://";

        static SignConfig read(MappingReader reader) {
            return new SignConfig(
                    reader.file("key"),
                    reader.file("public_key"),
                    reader.text("password")
                            .filter(password -> !password.isBlank())
                            .map(Secret::new),
                    reader.flag("keyless").orElse(false),
                    reader.text("identity"),
                    reader.text("issuer"));
        }
    }
}
