package dev.imagemanager.rendering.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The open sections at a position of a template, and the tags that are allowed there. */
public final class OpenSections {

    /** Protects against stack overflow. */
    private static final int DEPTH_LIMIT = 100;

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

    /** @throws SyntaxException if sections are nested too deeply */
    void open(String name, int start) {
        if (open.size() == DEPTH_LIMIT) {
            throw new SyntaxException(
                    start, "sections are nested more than " + DEPTH_LIMIT + " levels deep", "move parts to fragments");
        }
        open.push(new Section(name, start));
    }

    boolean isOpen(String name) {
        return open.stream().anyMatch(section -> section.name.equals(name));
    }

    boolean isInnermost(String name) {
        return !open.isEmpty() && open.peek().name.equals(name);
    }

    /**
     * Checks content other than spaces and comments at the given offset.
     *
     * @return an error if Qute would drop the content
     */
    Optional<SyntaxException> content(int offset) {
        Section section = open.peek();
        if (section != null && section.name.equals("switch") && !section.hasCase) {
            return Optional.of(new SyntaxException(offset, "nothing is allowed before the first {#case}"));
        }
        if (section != null && section.name.equals("include") && section.lostContent.isEmpty()) {
            section.lostContent = OptionalInt.of(offset);
        }
        return Optional.empty();
    }

    /**
     * @param start offset of the closing tag
     * @throws SyntaxException if an inner section is open, or if the section is incomplete
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
                    "nothing is allowed between {#include} and {/include}",
                    "pass it to the template as an argument: {#include common/apt packages='curl' /}");
        }
    }

    private static SyntaxException wrong(String name, int start, Section innermost) {
        return new SyntaxException(
                start,
                "{/" + name + "} is not allowed while {#" + innermost.name + "} is open",
                "close {#" + innermost.name + "} first, with {/" + innermost.name + "}");
    }

    /** @throws SyntaxException if there is no open {@code {#switch}} */
    void requireCase(int start) {
        if (!isInnermost("switch")) {
            throw new SyntaxException(start, "{#case} is only allowed in {#switch}");
        }
        if (open.peek().hasElse) {
            throw new SyntaxException(start, "{#case} is not allowed after {#else}");
        }
        open.peek().hasCase = true;
    }

    /**
     * @param last true for {@code {#else}}, false for {@code {#else if}}
     * @throws SyntaxException if it is not allowed here
     */
    void requireElse(int start, boolean last) {
        Section section = open.peek();
        if (section == null || section.name.equals("let") || section.name.equals("include")) {
            throw new SyntaxException(start, "{#else} is only allowed in {#if}, {#for} or {#switch}");
        }
        if (!last && !section.name.equals("if")) {
            throw new SyntaxException(start, "{#else if} is only allowed in {#if}");
        }
        if (section.hasElse) {
            throw new SyntaxException(start, "only {/" + section.name + "} is allowed after {#else}");
        }
        section.hasElse = last;
        section.hasCase = true;
    }

    /** @return an error for each section that is not closed */
    List<SyntaxException> unclosed() {
        List<SyntaxException> problems = new ArrayList<>();
        open.forEach(section -> problems.add(unclosed(section)));
        return problems;
    }

    private static SyntaxException unclosed(Section section) {
        return section.name.equals("include")
                ? new SyntaxException(
                        section.start, "this {#include} is not closed", "end it with '/}': {#include common/apt /}")
                : new SyntaxException(
                        section.start,
                        "{#" + section.name + "} is not closed",
                        "close it with {/" + section.name + "}");
    }
}
