package dev.imagemanager.rendering.template;

import java.util.List;

/** The values that a template gives to one of our functions. */
public record Arguments(String function, List<Object> values) {

    /** @throws TemplateDataException when there are more or fewer */
    Arguments require(int count) {
        if (values.size() != count) {
            throw new TemplateDataException("'" + function + "' takes " + (count == 1 ? "one value" : count + " values")
                    + " between its parentheses, not " + values.size());
        }
        return this;
    }

    /** @throws TemplateDataException when it is no scalar */
    String text(int index) {
        Object value = values.get(index);
        return Members.text(value)
                .orElseThrow(
                        () -> new TemplateDataException("'" + function + "' takes a text, not " + Members.kind(value)));
    }

    /** @throws TemplateDataException when it is no number from 0 to 9999 */
    int number(int index) {
        String text = text(index);
        if (!text.matches("[0-9]{1,4}")) {
            throw new TemplateDataException("'" + function + "' takes a number, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
