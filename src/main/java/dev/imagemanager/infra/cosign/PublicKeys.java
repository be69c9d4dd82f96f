package dev.imagemanager.infra.cosign;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.cosign.CosignProgram.Answer;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.seal.SigningKeys;
import dev.imagemanager.seal.SigningKeys.InvalidKeyException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads public keys, and asks cosign for those of private keys. */
@Singleton
public final class PublicKeys {

    private static final String WRONG_PASSWORD = "decryption failed";

    /** {@code invalid pem block}, {@code unsupported pem type: RSA PRIVATE KEY} */
    private static final String NOT_A_KEY = " pem ";

    private final CosignProgram cosign;
    private final Environment environment;

    @Inject
    public PublicKeys(CosignProgram cosign, Environment environment) {
        this.cosign = cosign;
        this.environment = environment;
    }

    /**
     * Returns a public key from a file or a variable, or that of a key in a key management system.
     *
     * @throws InputException if it is not one
     */
    SigningKeys read(KeyAddress address) throws InterruptedException {
        if (address.file().isPresent()) {
            return readFile(address.file().get());
        }
        if (address.variable().isPresent()) {
            String text = environment
                    .variable(address.variable().get())
                    .orElseThrow(() -> new InputException(Problem.error("the public key is in the environment variable "
                            + address.variable().get() + ", which is not set")));
            return parse(address, text);
        }
        return ofPrivateKey(address, Map.of());
    }

    private static SigningKeys readFile(Path file) {
        try {
            return SigningKeys.read(file, Optional.empty());
        } catch (InvalidKeyException invalid) {
            throw new InputException(Problem.error(file + " is not a public key: " + invalid.getMessage())
                    .withHint("'cosign public-key --key cosign.key' prints the one of a private key"));
        } catch (IOException unreadable) {
            throw new InputException(Problem.error("the public key cannot be read: " + FailureReason.of(unreadable)));
        }
    }

    private static SigningKeys parse(KeyAddress address, String text) {
        try {
            return SigningKeys.of(text, Optional.empty());
        } catch (InvalidKeyException invalid) {
            throw new InputException(Problem.error("the key " + address + " cannot be used: " + invalid.getMessage())
                    .withHint("use a key as 'cosign generate-key-pair' makes them: ECDSA with P-256"));
        }
    }

    /** Returns the environment variables with which cosign opens a key. */
    static Map<String, String> variables(KeyAddress key, Optional<Secret> password, Environment environment) {
        Map<String, String> variables = new HashMap<>();
        key.variable().ifPresent(name -> environment.variable(name).ifPresent(content -> variables.put(name, content)));
        // Without the variable, cosign asks a terminal.
        variables.put(
                CosignProgram.PASSWORD,
                password.map(Secret::value)
                        .or(() -> environment.variable(CosignProgram.PASSWORD))
                        .orElse(""));
        return variables;
    }

    /**
     * @throws InputException if the password is wrong, or it is not a key of a kind that is known
     * @throws EnvironmentException if a key management system cannot be used
     */
    SigningKeys ofPrivateKey(KeyAddress address, Map<String, String> variables) throws InterruptedException {
        Answer answer = cosign.ask(variables, List.of("public-key", "--key", address.written()));
        if (!answer.isSuccess()) {
            String message = "cosign cannot open the key " + address + ": ";
            if (answer.mentions(WRONG_PASSWORD)) {
                throw new InputException(Problem.error(message + "its password is missing or wrong")
                        .withHint("set " + CosignProgram.PASSWORD + ", or 'publish.sign.password' to '${VARIABLE}'"));
            }
            Problem problem = Problem.error(message + answer.reason());
            if (answer.mentions(NOT_A_KEY)) {
                throw new InputException(
                        problem.withHint("use a key as 'cosign generate-key-pair' makes them: ECDSA with P-256"));
            }
            throw new EnvironmentException(problem);
        }
        return parse(address, String.join("\n", answer.output()));
    }
}
