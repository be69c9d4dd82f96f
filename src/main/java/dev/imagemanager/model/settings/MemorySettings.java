package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which entries of the build registry's memory are believed, and how new ones are signed.
 *
 * @param publicKey the file with the key that entries must be signed with; empty to believe whoever can write there
 * @param key the private key, as text; empty to add nothing where entries must be signed
 */
public record MemorySettings(Optional<Path> publicKey, Optional<Secret> key) {

    /** The settings if nothing is configured. */
    public static final MemorySettings NONE = new MemorySettings(Optional.empty(), Optional.empty());
}
