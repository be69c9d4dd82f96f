package dev.imagemanager.rendering.template;

import dev.imagemanager.rendering.template.Lexeme.Kind;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares two values. Values are equal if they print the same, so that the string {@code 24} of a definition equals
 * the number 24 of a template. Only numbers and versions are ordered; Qute compares strings by character and numbers as
 * decimals, so 3.9 would be greater than 3.12.
 */
public enum Comparison {
    EQ("==", "eq", "is"),
    NE("!=", "ne"),
    GT(">", "gt"),
    GE(">=", "ge"),
    LE("<=", "le"),
    LT("<", "lt");

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

    private final Set<String> spellings;

    Comparison(String... spellings) {
        this.spellings = Set.of(spellings);
    }

    static Optional<Comparison> written(Lexeme lexeme) {
        return lexeme.is(Kind.SYMBOL) || lexeme.is(Kind.NAME)
                ? Arrays.stream(values())
                        .filter(comparison -> comparison.spellings.contains(lexeme.text()))
                        .findFirst()
                : Optional.empty();
    }

    /** Returns whether it compares the order of two values. */
    boolean isOrder() {
        return this != EQ && this != NE;
    }

    /** @throws TemplateDataException if the two cannot be ordered */
    boolean holds(Object first, Object second) {
        return switch (this) {
            case EQ -> equal(first, second);
            case NE -> !equal(first, second);
            case GT -> order(first, second) > 0;
            case GE -> order(first, second) >= 0;
            case LE -> order(first, second) <= 0;
            case LT -> order(first, second) < 0;
        };
    }

    private static boolean equal(Object first, Object second) {
        if (first instanceof Version || second instanceof Version) {
            Optional<Version> one = version(first);
            Optional<Version> other = version(second);
            return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
        }
        Optional<String> text = Members.text(first);
        return text.isPresent() ? text.equals(Members.text(second)) : Objects.equals(first, second);
    }

    private static int order(Object first, Object second) {
        String one = shown(first);
        String other = shown(second);
        if (first instanceof Version || second instanceof Version) {
            return Version.of(one).compareTo(Version.of(other));
        }
        if (INTEGER.matcher(one).matches() && INTEGER.matcher(other).matches()) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        throw new TemplateDataException(
                "'" + one + "' and '" + other + "' cannot be ordered",
                "compare versions with version(…): version(versions.python) >= version('3.12')");
    }

    private static Optional<Version> version(Object value) {
        return Members.text(value).flatMap(Version::parse);
    }

    private static String shown(Object value) {
        return Members.text(value).orElseGet(() -> Members.kind(value));
    }
}
