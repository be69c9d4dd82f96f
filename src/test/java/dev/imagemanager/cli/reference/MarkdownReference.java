package dev.imagemanager.cli.reference;

import dev.imagemanager.cli.reference.CommandPage.Entry;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** All commands in one Markdown page. */
final class MarkdownReference {

    private static final String HEAD =
            """
            # Commands

            Made from the program's own descriptions, as `image-manager COMMAND --help` shows them. Options that every command has are listed with the program alone.
            """;

    private MarkdownReference() {}

    static String of(CommandLine program) {
        List<CommandPage> pages = CommandPage.all(program).toList();
        List<Entry> shared = pages.get(0).options();
        return HEAD + pages.stream().map(page -> section(page, shared)).collect(Collectors.joining());
    }

    private static String section(CommandPage page, List<Entry> shared) {
        boolean isProgram = page.spec().parent() == null;
        StringBuilder text = new StringBuilder();
        text.append("\n## ").append(page.name()).append("\n\n");
        text.append(escaped(page.description())).append("\n\n");
        text.append("```\n").append(page.synopsis()).append("\n```\n");
        List<Entry> options = page.options().stream()
                .filter(option -> isProgram || !isShared(option, shared))
                .toList();
        table(page.parameters(), "argument", text);
        table(options, "option", text);
        if (!page.subcommands().isEmpty()) {
            text.append("\n| command | |\n|---|---|\n");
            for (CommandPage subcommand : page.subcommands()) {
                text.append("| [`")
                        .append(subcommand.spec().name())
                        .append("`](#")
                        .append(subcommand.pageName())
                        .append(") | ")
                        .append(escaped(subcommand.description()))
                        .append(" |\n");
            }
        }
        if (!page.footer().isEmpty()) {
            text.append("\n```\n").append(String.join("\n", page.footer())).append("\n```\n");
        }
        return text.toString();
    }

    private static void table(List<Entry> entries, String title, StringBuilder text) {
        if (entries.isEmpty()) {
            return;
        }
        text.append("\n| ").append(title).append(" | |\n|---|---|\n");
        for (Entry entry : entries) {
            String names = entry.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            String parameter = entry.parameter().isEmpty() ? "" : "`" + entry.parameter() + "`";
            text.append("| ")
                    .append((names + " " + parameter).strip())
                    .append(" | ")
                    .append(escaped(entry.description()))
                    .append(" |\n");
        }
    }

    /** The same option with the same words; {@code --help} is every command's own, in picocli's eyes. */
    private static boolean isShared(Entry option, List<Entry> shared) {
        return option.names().contains("--help") || shared.contains(option);
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
