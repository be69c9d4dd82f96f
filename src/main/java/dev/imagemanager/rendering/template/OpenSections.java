package dev.imagemanager.rendering.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The sections that are open at a place of a template, and which tags may stand there. */
public final class OpenSections {

    private final Deque<Section> open = new ArrayDeque<>();

    private static final class Section {
        private final String name;
        private final int start;
        private boolean hasCase;
        private boolean hasElse;
        private OptionalInt lostContent = OptionalInt.empty();

        Section(String name, int start) {
            this.name = name;
            this.start = start;
        }
    }

    void open(String name, int start) {
        open.push(new Section(name, start));
    }

    boolean isOpen(String name) {
        return open.stream().anyMatch(section -> section.name.equals(name));
    }

    boolean isInnermost(String name) {
        return !open.isEmpty() && open.peek().name.equals(name);
    }

    /**
     * Something other than blanks and comments stands at the given offset.
     *
     * @return why it cannot, if Qute would drop it
     */
    Optional<SyntaxException> content(int offset) {
        Section section = open.peek();
        if (section != null && section.name.equals("switch") && !section.hasCase) {
            return Optional.of(new SyntaxException(offset, "what stands before the first {#case} would be lost"));
        }
        if (section != null && section.name.equals("include") && section.lostContent.isEmpty()) {
            section.lostContent = OptionalInt.of(offset);
        }
        return Optional.empty();
    }

    /**
     * @param start where the closing tag stands
     * @throws SyntaxException when sections inside it are open, which it closes too, or when it lacks a part
     */
    void close(String name, int start) {
        Section innermost = open.pop();
        for (Section closed = innermost; !closed.name.equals(name); ) {
            closed = open.pop();
        }
        if (!innermost.name.equals(name)) {
            throw innermost.name.equals("include") ? unclosed(innermost) : wrong(name, start, innermost);
        }
        if (name.equals("switch") && !innermost.hasCase) {
            throw new SyntaxException(innermost.start, "this {#switch} has no {#case}");
        }
        if (innermost.lostContent.isPresent()) {
            throw new SyntaxException(
                    innermost.lostContent.getAsInt(),
                    "what stands between {#include} and {/include} would be lost",
                    "give it to the template as an argument: {#include common/apt packages='curl' /}");
        }
    }

    private static SyntaxException wrong(String name, int start, Section innermost) {
        return new SyntaxException(
                start,
                "{/" + name + "} stands where {#" + innermost.name + "} is still open",
                "close {#" + innermost.name + "} first, with {/" + innermost.name + "}");
    }

    /** @throws SyntaxException when there is no section here that has cases */
    void requireCase(int start) {
        if (!isInnermost("switch")) {
            throw new SyntaxException(start, "{#case} belongs into {#switch}");
        }
        if (open.peek().hasElse) {
            throw new SyntaxException(start, "{#case} cannot come after {#else}");
        }
        open.peek().hasCase = true;
    }

    /**
     * @param last whether no other {@code {#else}} may follow
     * @throws SyntaxException when there is no section here that can have one
     */
    void requireElse(int start, boolean last) {
        Section section = open.peek();
        if (section == null || section.name.equals("let") || section.name.equals("include")) {
            throw new SyntaxException(start, "{#else} belongs into {#if}, {#for} or {#switch}");
        }
        if (!last && !section.name.equals("if")) {
            throw new SyntaxException(start, "{#else if} belongs into {#if}");
        }
        if (section.hasElse) {
            throw new SyntaxException(start, "nothing can come after {#else} but {/" + section.name + "}");
        }
        section.hasElse = last;
        section.hasCase = true;
    }

    /** @return one for each section that is open at the end of the template */
    List<SyntaxException> unclosed() {
        List<SyntaxException> problems = new ArrayList<>();
        open.forEach(section -> problems.add(unclosed(section)));
        return problems;
    }

    private static SyntaxException unclosed(Section section) {
        return section.name.equals("include")
                ? new SyntaxException(
                        section.start, "this {#include} is never closed", "end it with '/}': {#include common/apt /}")
                : new SyntaxException(
                        section.start,
                        "{#" + section.name + "} is never closed",
                        "close it with {/" + section.name + "}");
    }
}
