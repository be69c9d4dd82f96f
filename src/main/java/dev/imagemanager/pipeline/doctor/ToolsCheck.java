package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.pipeline.tools.ToolStatus;
import dev.imagemanager.pipeline.tools.ToolStatus.Found;
import dev.imagemanager.pipeline.tools.ToolStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Checks whether each tool is installed and recent enough. */
@Singleton
final class ToolsCheck implements HealthCheck {

    private final ToolStore tools;

    @Inject
    ToolsCheck(ToolStore tools) {
        this.tools = tools;
    }

    @Override
    public Area area() {
        return Area.TOOLS;
    }

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        return tools.inspect().stream().map(ToolsCheck::finding).toList();
    }

    private static Finding finding(ToolStatus tool) {
        if (tool.found().isEmpty()) {
            String message = "missing; it is needed to " + tool.neededTo();
            String remedy = tool.canBeInstalled()
                    ? "image-manager tools install " + tool.name()
                    : "install it by hand and put it on the PATH";
            return tool.required()
                    ? Finding.failed(tool.name(), message, remedy)
                    : Finding.warning(tool.name(), message, remedy);
        }
        Found found = tool.found().get();
        String version = found.version()
                .map(number -> "version " + number + " in " + found.path())
                .orElse(found.path() + " does not print its version");
        if (found.version().isEmpty()) {
            return Finding.warning(
                    tool.name(), version, "run it by hand, and check that it is built for this platform");
        }
        if (tool.isOlderThanPinned()) {
            return Finding.warning(
                    tool.name(),
                    version + " is older than " + tool.pinnedVersion().orElseThrow()
                            + ", the version that image-manager expects",
                    "update it; the " + found.origin().words() + " takes precedence over 'tools install'");
        }
        return Finding.ok(tool.name(), version);
    }
}
