package dev.imagemanager.pipeline;

import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.seal.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which entries of the build registry's memory are believed: all, as far as its writers are trusted, or only those that are
 * signed with the fleet's key. An entry is signed as a statement, a text that says all that it claims.
 */
public final class MemoryTrust {

    /** The beginning of statements, so that a signature is of use for nothing else. */
    private static final String PREFIX = "image-manager memory 1\n";

    /** Why an entry without a signature is not believed. */
    public static final String NOT_SIGNED = "it is not signed";

    private final boolean mayAdd;
    private final Optional<SigningKeys> keys;

    private MemoryTrust(boolean mayAdd, Optional<SigningKeys> keys) {
        this.mayAdd = mayAdd;
        this.keys = keys;
    }

    /** Believes every entry. */
    public static MemoryTrust inAll() {
        return new MemoryTrust(true, Optional.empty());
    }

    /** Believes what is signed. */
    public static MemoryTrust in(SigningKeys keys) {
        return new MemoryTrust(keys.canSign(), Optional.of(keys));
    }

    /**
     * A fleet that is not trusted adds nothing.
     *
     * @throws InputException if its keys cannot be used
     */
    public static MemoryTrust of(FleetSettings settings) {
        if (settings.memory().publicKey().isEmpty()) {
            return new MemoryTrust(settings.isTrusted(), Optional.empty());
        }
        Path file = settings.memory().publicKey().get();
        try {
            SigningKeys keys = SigningKeys.read(file, settings.memory().key().map(Secret::value));
            return new MemoryTrust(settings.isTrusted() && keys.canSign(), Optional.of(keys));
        } catch (SigningKeys.InvalidKeyException unusable) {
            throw unusable("the keys of 'memory' cannot be used with " + file + ": " + unusable.getMessage());
        } catch (IOException unreadable) {
            throw unusable(
                    "'memory.public_key' names " + file + ", which cannot be read: " + FailureReason.of(unreadable));
        }
    }

    private static InputException unusable(String message) {
        return new InputException(Problem.error(message)
                .withHint("make keys with 'openssl genpkey -algorithm ed25519 -out memory.key' and 'openssl pkey -in"
                        + " memory.key -pubout -out memory.pub'"));
    }

    /** Returns whether new entries can be added. */
    public boolean mayAdd() {
        return mayAdd;
    }

    /**
     * Returns the signature of a new entry; empty if entries are not signed.
     *
     * @param claims all that the entry says, each without line feeds
     */
    public Optional<String> signature(String... claims) {
        return keys.map(own -> own.sign(statement(claims)));
    }

    /**
     * Returns why an entry is not believed; empty if it is.
     *
     * @param signature of the entry, if it has one
     * @param claims all that it says
     */
    public Optional<String> objection(Optional<String> signature, String... claims) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (signature.isEmpty()) {
            return Optional.of(NOT_SIGNED);
        }
        return keys.get().isSigned(statement(claims), signature.get())
                ? Optional.empty()
                : Optional.of("its signature is not one of the fleet's key");
    }

    private static String statement(String... claims) {
        return PREFIX + String.join("\n", claims) + "\n";
    }
}
