package dev.imagemanager.rendering.template;

import java.util.List;

/** The arguments of a template function. */
public record Arguments(String function, List<Object> values) {

    /** @throws TemplateDataException if there are more or fewer arguments */
    Arguments require(int count) {
        if (values.size() != count) {
            throw new TemplateDataException("'" + function + "' takes "
                    + (count == 1 ? "one argument" : count + " arguments") + ", not " + values.size());
        }
        return this;
    }

    /** @throws TemplateDataException if it is not a scalar */
    String text(int index) {
        Object value = values.get(index);
        return Members.text(value)
                .orElseThrow(() ->
                        new TemplateDataException("'" + function + "' takes a string, not " + Members.kind(value)));
    }

    /** @throws TemplateDataException if it is not a number from 0 to 9999 */
    int number(int index) {
        String text = text(index);
        if (!text.matches("[0-9]{1,4}")) {
            throw new TemplateDataException("'" + function + "' takes a number, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
