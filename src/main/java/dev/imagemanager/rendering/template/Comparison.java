package dev.imagemanager.rendering.template;

import dev.imagemanager.rendering.template.Lexeme.Kind;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How two values compare. Equality is that of what would be printed, so that the text {@code 24} of a definition equals
 * the number 24 of a template. Only numbers and versions have an order; Qute would order texts letter by letter and
 * numbers as decimals, and so put 3.9 behind 3.12.
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

    /** Whether it needs to know which of two values is greater. */
    boolean isOrder() {
        return this != EQ && this != NE;
    }

    /** @throws TemplateDataException when the two have no order */
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
                "'" + one + "' and '" + other + "' have no order",
                "compare versions with version(…): version(versions.python) >= version('3.12')");
    }

    private static Optional<Version> version(Object value) {
        return Members.text(value).flatMap(Version::parse);
    }

    private static String shown(Object value) {
        return Members.text(value).orElseGet(() -> Members.kind(value));
    }
}
