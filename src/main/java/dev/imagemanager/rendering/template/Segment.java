package dev.imagemanager.rendering.template;

/** A part of a template. */
public sealed interface Segment {

    /** Literal text, may contain several lines. */
    record Text(String text) implements Segment {}

    /** The content of <code>{| … |}</code>: literal text, but its line is never removed. */
    record Raw(String text) implements Segment {}

    /** @param qute prints a value; its line is never removed */
    record Output(String qute) implements Segment {}

    /** @param qute a section tag; empty for a comment */
    record Control(String qute) implements Segment {}

    /** @param qute the tag without its ending */
    record Include(String qute) implements Segment {}
}
