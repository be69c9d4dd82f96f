package dev.imagemanager.infra.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An authentication challenge (RFC 9110, section 11.6.1): {@code Bearer realm="https://…",service="…",scope="…"}.
 *
 * @param scheme in lower case
 * @param parameters names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * @param headers values of {@code WWW-Authenticate}, each with one or more challenges; malformed ones are skipped
     */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        headers.forEach(header -> new Reader(header).read(challenges));
        return challenges;
    }

    /** Parses one header from left to right. */
    private static final class Reader {

        private final String text;
        private int position;

        Reader(String text) {
            this.text = text;
        }

        /**
         * Reads all challenges. A word before {@code =} is a parameter of the previous scheme; any other word is a
         * scheme.
         */
        void read(List<Challenge> challenges) {
            String scheme = null;
            Map<String, String> parameters = new LinkedHashMap<>();
            skip(" \t,");
            while (position < text.length()) {
                String word = word();
                if (word.isEmpty()) {
                    break;
                }
                skip(" \t");
                if (scheme != null && isNext('=')) {
                    position++;
                    skip(" \t");
                    parameters.putIfAbsent(word, isNext('"') ? quoted() : value());
                } else {
                    if (scheme != null) {
                        challenges.add(new Challenge(scheme, parameters));
                    }
                    scheme = word;
                    parameters.clear();
                }
                skip(" \t,");
            }
            if (scheme != null) {
                challenges.add(new Challenge(scheme, parameters));
            }
        }

        private boolean isNext(char character) {
            return position < text.length() && text.charAt(position) == character;
        }

        private void skip(String characters) {
            while (position < text.length() && characters.indexOf(text.charAt(position)) >= 0) {
                position++;
            }
        }

        private String word() {
            return until(" \t,=\"").toLowerCase(Locale.ROOT);
        }

        private String value() {
            return until(" \t,");
        }

        private String until(String ends) {
            int start = position;
            while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
                position++;
            }
            return text.substring(start, position);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            position++;
            while (position < text.length() && !isNext('"')) {
                if (isNext('\\') && position + 1 < text.length()) {
                    position++;
                }
                value.append(text.charAt(position++));
            }
            position++;
            return value.toString();
        }
    }
}
