package dev.imagemanager.pipeline.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values of definitions as JSON, and as short text on one line. */
final class ValueText {

    private static final int LONGEST = 60;

    /** How much of the common beginning of two long values is shown. */
    private static final int COMMON = 12;

    /** Not a Boolean, nor the beginning of a list or a map. */
    private static final Pattern PLAIN = Pattern.compile("(?!true$|false$|[\\[{])[^\\s\\p{C}\"'`]+");

    private ValueText() {}

    /** @param value a Boolean, a list, a map, or a string or something else that is text */
    static JsonNode json(Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            map.forEach((key, item) -> node.set(key.toString(), json(item)));
            return node;
        }
        if (value instanceof List<?> list) {
            ArrayNode node = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> node.add(json(item)));
            return node;
        }
        return value instanceof Boolean flag ? BooleanNode.valueOf(flag) : TextNode.valueOf(value.toString());
    }

    /** Returns a simple string as it is, everything else as JSON, without control and invisible characters. */
    static String text(Object value) {
        boolean isString = !(value instanceof Boolean || value instanceof List || value instanceof Map);
        if (isString && PLAIN.matcher(value.toString()).matches()) {
            return value.toString();
        }
        StringBuilder visible = new StringBuilder();
        json(value).toString().codePoints().forEach(character -> {
            int kind = Character.getType(character);
            boolean isInvisible = Character.isISOControl(character)
                    || kind == Character.FORMAT
                    || kind == Character.LINE_SEPARATOR
                    || kind == Character.PARAGRAPH_SEPARATOR;
            visible.append(isInvisible ? String.format("\\u%04x", character) : Character.toString(character));
        });
        return visible.toString();
    }

    /** Returns a change with both values shortened, so that one can see how they differ. */
    static Change<String> of(Change<?> change) {
        Optional<String> before = change.before().map(ValueText::text);
        Optional<String> after = change.after().map(ValueText::text);
        String one = before.orElse("");
        String other = after.orElse("");
        int start = 0;
        if (one.length() > LONGEST || other.length() > LONGEST) {
            while (start < Math.min(one.length(), other.length()) && one.charAt(start) == other.charAt(start)) {
                start++;
            }
            start = Math.max(0, start - COMMON);
        }
        int from = start;
        return new Change<>(before.map(text -> shortened(text, from)), after.map(text -> shortened(text, from)));
    }

    private static String shortened(String text, int start) {
        int from = within(text, start);
        int to = within(text, Math.min(text.length(), from + LONGEST));
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    /** Does not divide a surrogate pair. */
    private static int within(String text, int index) {
        return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }
}
