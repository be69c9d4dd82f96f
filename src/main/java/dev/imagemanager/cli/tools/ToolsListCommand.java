package dev.imagemanager.cli.tools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.tools.ToolStatus;
import dev.imagemanager.pipeline.tools.ToolStatus.Found;
import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Show each tool: its path, its version, and the pinned version.")
public final class ToolsListCommand implements Callable<Integer> {

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    private final ToolStore tools;
    private final Console console;

    @Inject
    ToolsListCommand(ToolStore tools, Console console) {
        this.tools = tools;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<ToolStatus> found = tools.inspect();
        if (output.isJson()) {
            ObjectNode document = JsonDocument.create();
            ArrayNode list = document.putArray("tools");
            found.forEach(tool -> describe(tool, list.addObject()));
            console.result(document);
        } else {
            TextTable table = new TextTable("TOOL", "VERSION", "PINNED", "ORIGIN", "PATH", "NEEDED TO");
            found.forEach(tool -> table.add(
                    tool.name(),
                    tool.found().flatMap(Found::version).orElse("-"),
                    tool.pinnedVersion().orElse("-"),
                    tool.found().map(where -> where.origin().words()).orElse("missing"),
                    tool.found().map(where -> where.path().toString()).orElse("-"),
                    tool.neededTo()));
            table.lines().forEach(console::result);
        }
        return ExitCode.OK.number();
    }

    private static void describe(ToolStatus tool, ObjectNode node) {
        node.put("name", tool.name());
        node.put("neededTo", tool.neededTo());
        node.put("required", tool.required());
        node.put("version", tool.found().flatMap(Found::version).orElse(null));
        node.put("pinned", tool.pinnedVersion().orElse(null));
        node.put("origin", tool.found().map(where -> where.origin().words()).orElse(null));
        node.put("path", tool.found().map(where -> where.path().toString()).orElse(null));
        node.put("canBeInstalled", tool.canBeInstalled());
    }
}
