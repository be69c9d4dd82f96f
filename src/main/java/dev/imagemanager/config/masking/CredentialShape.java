package dev.imagemanager.config.masking;

import java.util.regex.Pattern;

/** Recognises text that is probably a credential, where it is not known what it is. */
public final class CredentialShape {

    /** GitHub, GitLab, Slack, AWS, npm, Docker, Hugging Face, PyPI, JSON Web Tokens (RFC 7519), keys in PEM (RFC 7468). */
    private static final Pattern USUAL_START = Pattern.compile(
            "(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|npm_|dckr_pat_|hf_|pypi-|sk-|eyJ|-----BEGIN ).{8,}",
            Pattern.DOTALL);

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{32,}");

    /** With lower-case letters, upper-case letters and digits. */
    private static final Pattern RANDOM = Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9+/_=-]{20,}");

    private static final Pattern ADDRESS_WITH_PASSWORD = Pattern.compile(".*://[^\\s/@]*:[^\\s/@]+@.*", Pattern.DOTALL);

    private CredentialShape() {}

    public static boolean matches(String text) {
        return USUAL_START.matcher(text).matches()
                || HEXADECIMAL.matcher(text).matches()
                || RANDOM.matcher(text).matches()
                || ADDRESS_WITH_PASSWORD.matcher(text).matches();
    }
}
