package dev.imagemanager.rendering.template;

/** A piece of a template, in the order of the file. */
public sealed interface Segment {

    /** What the template prints as it stands. May hold several lines. */
    record Text(String text) implements Segment {}

    /** The inside of <code>{| … |}</code>: text too, but a line that holds it never vanishes. */
    record Raw(String text) implements Segment {}

    /** @param qute prints a value, so that its line never vanishes */
    record Output(String qute) implements Segment {}

    /** @param qute steers; nothing for a comment and for what Qute need not see */
    record Control(String qute) implements Segment {}

    /** @param qute the tag without its end, which says what follows the fragment */
    record Include(String qute) implements Segment {}
}
