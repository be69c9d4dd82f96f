package dev.imagemanager.cli.reference;

import dev.imagemanager.cli.reference.CommandPage.Entry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page for {@code man}: troff with the macros of man(7). */
final class ManualPage {

    private final CommandPage command;
    private final StringBuilder text = new StringBuilder();

    private ManualPage(CommandPage command) {
        this.command = command;
    }

    /** @param parent the command that this one belongs to; null for the program */
    static String of(CommandPage command, String parent) {
        return new ManualPage(command).write(parent);
    }

    private String write(String parent) {
        line(".\\\" Made from the command line's own description; do not edit.");
        line(".TH " + escaped(command.pageName().toUpperCase(java.util.Locale.ROOT)) + " 1 \"\" image\\-manager");
        // Left-aligned, and no word is divided: what is read here is typed elsewhere.
        line(".ad l");
        line(".nh");
        section("NAME");
        line(escaped(command.pageName()) + " \\- " + escaped(command.firstSentence()));
        section("SYNOPSIS");
        String synopsis = command.synopsis();
        line("\\fB" + escaped(command.name()) + "\\fR"
                + escaped(synopsis.substring(command.name().length())));
        section("DESCRIPTION");
        line(escaped(command.description()));
        entries("ARGUMENTS", command.parameters());
        entries("OPTIONS", command.options());
        subcommands();
        footer();
        seeAlso(parent);
        return text.toString();
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void entries(String title, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        section(title);
        for (Entry entry : entries) {
            line(".TP");
            String names = entry.names().stream()
                    .map(name -> "\\fB" + escaped(name) + "\\fR")
                    .collect(Collectors.joining(", "));
            String parameter = entry.parameter().isEmpty() ? "" : "\\fI" + escaped(entry.parameter()) + "\\fR";
            line(Stream.of(names, parameter).filter(part -> !part.isEmpty()).collect(Collectors.joining(" ")));
            line(escaped(entry.description()));
        }
    }

    private void subcommands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandPage subcommand : command.subcommands()) {
            line(".TP");
            line("\\fB" + escaped(subcommand.pageName()) + "\\fR(1)");
            line(escaped(subcommand.description()));
        }
    }

    private void footer() {
        if (command.footer().isEmpty()) {
            return;
        }
        section("NOTES");
        line(".nf");
        command.footer().forEach(footerLine -> line(escaped(footerLine)));
        line(".fi");
    }

    private void seeAlso(String parent) {
        if (parent != null) {
            section("SEE ALSO");
            line("\\fB" + escaped(parent) + "\\fR(1)");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** A minus is a minus, not a hyphen; a dot or an apostrophe at the start would be a request. */
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
