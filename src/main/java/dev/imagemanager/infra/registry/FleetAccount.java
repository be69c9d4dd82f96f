package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.Registry.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * The account that the fleet's own registry demands, in two files of the service's directory that only their owner can
 * read. Every user of the machine and every build step can connect to the registry's port. Name and password are random
 * and made once, so that users can log in with them.
 */
record FleetAccount(ServiceDirectory directory) {

    private static final String USER = "user";
    private static final String PASSWORD = "password";

    private static final int USER_BYTES = 8;
    private static final int PASSWORD_BYTES = 32;
    private static final Pattern VALID_USER = Pattern.compile("fleet-[0-9a-f]{" + 2 * USER_BYTES + "}");
    private static final Pattern VALID_PASSWORD = Pattern.compile("[0-9a-f]{" + 2 * PASSWORD_BYTES + "}");

    /**
     * The lowest that bcrypt has. The registry computes the hash for every request, and more rounds only protect
     * passwords that can be guessed.
     */
    private static final int BCRYPT_COST = 4;

    private static final int BCRYPT_SALT_BYTES = 16;

    /** Returns the account; empty if it is missing or not one that was made here. */
    Optional<Credentials> find() {
        Optional<String> user = read(USER, VALID_USER);
        return read(PASSWORD, VALID_PASSWORD).flatMap(password -> user.map(name -> new Credentials(name, password)));
    }

    /** Returns the account. Makes one if there is none. */
    Credentials findOrCreate() {
        return find().orElseGet(() -> {
            Credentials made = new Credentials("fleet-" + random(USER_BYTES), random(PASSWORD_BYTES));
            directory.writePrivately(USER, made.username() + "\n");
            directory.writePrivately(PASSWORD, made.password() + "\n");
            return made;
        });
    }

    /** Returns a password file with bcrypt (CNCF Distribution, "Configuring a registry", {@code htpasswd}). */
    static String htpasswd(Credentials account) {
        byte[] password = account.password().getBytes(StandardCharsets.UTF_8);
        return account.username() + ":"
                + OpenBSDBCrypt.generate("2y", password, randomBytes(BCRYPT_SALT_BYTES), BCRYPT_COST) + "\n";
    }

    private Optional<String> read(String name, Pattern valid) {
        return directory.read(name).map(String::strip).filter(text -> valid.matcher(text)
                .matches());
    }

    private static String random(int bytes) {
        return HexFormat.of().formatHex(randomBytes(bytes));
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
