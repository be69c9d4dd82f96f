package dev.imagemanager.rendering.template;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The properties and functions of a list; {@code list[0]} and {@code list.0} are {@code list.get(0)}. */
public record ListMembers(List<?> list) implements TemplateObject {

    @Override
    public Set<String> properties() {
        return Set.of("size", "isEmpty", "first", "last");
    }

    @Override
    public Object property(String name) {
        return switch (name) {
            case "size" -> list.size();
            case "isEmpty" -> list.isEmpty();
            case "first" -> element(0);
            default -> element(list.size() - 1);
        };
    }

    @Override
    public Set<String> functions() {
        return Set.of("join", "contains", Members.GET);
    }

    @Override
    public Object call(String function, List<Object> values) {
        Arguments arguments = new Arguments(function, values).require(1);
        return switch (function) {
            case "join" -> join(arguments.text(0));
            case "contains" -> {
                Optional<String> searched = Optional.of(arguments.text(0));
                yield list.stream().map(Members::text).anyMatch(searched::equals);
            }
            default -> element(arguments.number(0));
        };
    }

    private Object element(int index) {
        if (list.isEmpty()) {
            throw new TemplateDataException("the list is empty", "test it first: {#if list.isEmpty}");
        }
        if (index >= list.size()) {
            throw new TemplateDataException(
                    "there is no element " + index, "the list has " + list.size() + " elements, counted from 0");
        }
        return list.get(index);
    }

    private String join(String separator) {
        List<String> texts = list.stream()
                .map(element -> Members.text(element)
                        .orElseThrow(
                                () -> new TemplateDataException("'join' takes a list of strings, but one element is "
                                        + (Objects.isNull(element) ? "empty" : Members.kind(element)))))
                .toList();
        TextMembers.requireLength(
                "join", texts.stream().mapToLong(String::length).sum() + (long) separator.length() * texts.size());
        return String.join(separator, texts);
    }
}
