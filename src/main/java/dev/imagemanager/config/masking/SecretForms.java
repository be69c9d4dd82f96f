package dev.imagemanager.config.masking;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The forms in which a secret may occur in text.
 *
 * @param texts hidden as a whole
 * @param words every part of {@link #SHORTEST_PART} characters is hidden
 * @param documents with several words, such as a file of settings, whose parts need not be secret: those with a digit and
 *     without a space are hidden
 */
record SecretForms(Set<String> texts, Set<String> words, Set<String> documents) {

    /** In characters. Shorter values occur by chance, and hiding them would make output unreadable. */
    static final int SHORTEST = 8;

    /** In characters. */
    static final int SHORTEST_PART = 12;

    static SecretForms of(Iterable<String> secrets) {
        SecretForms forms = new SecretForms(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        secrets.forEach(forms::add);
        return forms;
    }

    private void add(String secret) {
        boolean isWord = secret.chars().noneMatch(Character::isWhitespace) && !secret.contains("://");
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String byBytes = new String(bytes, StandardCharsets.ISO_8859_1);
        String percent = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String form : new String[] {secret, byBytes, percent, percent.replace("+", "%20"), inQuotes(secret)}) {
            form.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST)
                    .forEach(texts::add);
            (isWord ? words : documents).add(form);
        }
        addEncoded(HexFormat.of().formatHex(bytes));
        base64(bytes, this::addEncoded);
    }

    private void addEncoded(String text) {
        if (text.length() >= SHORTEST) {
            texts.add(text);
            words.add(text);
        }
    }

    /**
     * Passes on what remains of the bytes in Base64 (RFC 4648) if they are a part of other bytes, as a password in HTTP's basic
     * authentication is: four characters encode three bytes, so that there are three possibilities.
     */
    private static void base64(byte[] bytes, Consumer<String> forms) {
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, padded, before, bytes.length);
            int certain = padded.length * 8 / 6;
            int first = (before * 8 + 5) / 6;
            for (Base64.Encoder encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
                forms.accept(encoder.encodeToString(padded).substring(first, certain));
            }
        }
    }

    /** Returns the text as it is written in a string of JSON, YAML or Go. */
    private static String inQuotes(String text) {
        StringBuilder quoted = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append((char) c);
            }
        });
        return quoted.toString();
    }
}
