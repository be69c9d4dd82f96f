package dev.imagemanager.pipeline.registry;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders tags as people do: {@code 3.9} before {@code 3.10}. */
final class NaturalOrder {

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    static final Comparator<String> OF_TAGS = NaturalOrder::compare;

    private NaturalOrder() {}

    private static int compare(String one, String other) {
        Matcher first = PART.matcher(one);
        Matcher second = PART.matcher(other);
        while (true) {
            boolean hasFirst = first.find();
            boolean hasSecond = second.find();
            if (!hasFirst || !hasSecond) {
                int longer = Boolean.compare(hasFirst, hasSecond);
                return longer == 0 ? one.compareTo(other) : longer;
            }
            int order = compareParts(first.group(), second.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareParts(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }
}
