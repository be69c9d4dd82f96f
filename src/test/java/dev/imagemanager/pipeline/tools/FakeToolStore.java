package dev.imagemanager.pipeline.tools;

import dev.imagemanager.pipeline.tools.ToolStatus.Found;
import dev.imagemanager.pipeline.tools.ToolStatus.Origin;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tools that a test says are there; {@code hammer} and {@code saw} come in one package, {@code drill} alone. */
public final class FakeToolStore implements ToolStore {

    private final List<String> calls = new ArrayList<>();
    private final List<ToolStatus> tools = new ArrayList<>();
    private final List<String> failing = new ArrayList<>();

    public FakeToolStore missing(String name, boolean required) {
        tools.add(new ToolStatus(name, "use a " + name, required, Optional.of("1.2.0"), true, Optional.empty()));
        return this;
    }

    public FakeToolStore found(String name, String version) {
        tools.add(new ToolStatus(
                name,
                "use a " + name,
                true,
                Optional.of("1.2.0"),
                true,
                Optional.of(new Found(Path.of("/bin", name), Origin.PATH, Optional.ofNullable(version)))));
        return this;
    }

    FakeToolStore failing(String name) {
        failing.add(name);
        return this;
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public List<String> names() {
        return tools.stream().map(ToolStatus::name).toList();
    }

    @Override
    public List<ToolStatus> inspect() {
        return tools;
    }

    @Override
    public Installation install(String tool, Optional<URI> mirror, Listener listener) {
        calls.add(tool + mirror.map(address -> " from " + address).orElse(""));
        if (failing.contains(tool)) {
            throw new EnvironmentException(Problem.error("cannot install " + tool));
        }
        boolean isKit = tool.equals("hammer") || tool.equals("saw");
        return new Installation(
                isKit ? "kit" : tool,
                "1.2.0",
                Path.of("/cache"),
                isKit ? List.of("hammer", "saw") : List.of(tool),
                false);
    }
}
