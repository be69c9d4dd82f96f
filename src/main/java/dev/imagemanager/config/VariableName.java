package dev.imagemanager.config;

import java.util.regex.Pattern;

/** What the name of an environment variable tells about its value. */
final class VariableName {

    /** POSIX.1-2017, "Environment Variables". */
    static final String SYNTAX = "[A-Za-z_][A-Za-z0-9_]{0,254}";

    private static final Pattern START_OF_WORD = Pattern.compile("([a-z0-9])([A-Z])");

    /** A word of the name ends with one of these, or is a usual short form. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(^|_)([A-Z0-9]*(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|KEY|CREDENTIAL|CRED)|PASS|AUTH|PAT|JWT)S?[0-9]*(_|$)"
                    + "|_PWD(_|$)",
            Pattern.CASE_INSENSITIVE);

    private VariableName() {}

    /** Returns whether the name says that the value is a credential: {@code NPM_TOKEN}, {@code sshKey},
     * {@code image-manager.cache.secret_key}. */
    static boolean isCalledLikeCredential(String name) {
        return CREDENTIAL
                .matcher(START_OF_WORD.matcher(name).replaceAll("$1_$2").replaceAll("[^A-Za-z0-9]", "_"))
                .find();
    }
}
