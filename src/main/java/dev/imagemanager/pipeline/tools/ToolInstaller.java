package dev.imagemanager.pipeline.tools;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.pipeline.tools.ToolStore.Installation;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.Suggestion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Installs tools. Continues with the others if one fails. */
@ApplicationScoped
public final class ToolInstaller {

    private final ConfigLoader configLoader;
    private final ToolStore store;

    @Inject
    public ToolInstaller(ConfigLoader configLoader, ToolStore store) {
        this.configLoader = configLoader;
        this.store = store;
    }

    /**
     * The result of an installation.
     *
     * @param installations each package once
     * @param failures a problem for each tool that could not be installed
     */
    public record Report(List<Installation> installations, List<Problem> failures) {
        public Report {
            installations = List.copyOf(installations);
            failures = List.copyOf(failures);
        }
    }

    /**
     * @param directory whose settings may contain a mirror; need not contain a fleet
     * @param names of tools; empty for all missing tools
     * @throws InputException if there is no such tool, or the settings are not valid
     */
    public Report install(Path directory, List<String> names, ToolStore.Listener listener) throws InterruptedException {
        refuseUnknown(names);
        Problems problems = new Problems();
        FleetConfig settings = configLoader.loadSettingsOf(directory, problems);
        problems.throwIfAny();
        Optional<URI> mirror = settings.toolsMirror().map(URI::create);

        Map<String, Installation> byTool = new LinkedHashMap<>();
        List<Installation> installations = new ArrayList<>();
        List<Problem> failures = new ArrayList<>();
        for (String tool : names.isEmpty() ? missing() : names) {
            if (byTool.containsKey(tool)) {
                continue;
            }
            try {
                Installation installation = store.install(tool, mirror, listener);
                installation.tools().forEach(name -> byTool.put(name, installation));
                installations.add(installation);
            } catch (EnvironmentException failure) {
                failures.addAll(failure.problems());
            }
        }
        return new Report(installations, failures);
    }

    private List<String> missing() throws InterruptedException {
        return store.inspect().stream()
                .filter(ToolStatus::isMissing)
                .map(ToolStatus::name)
                .toList();
    }

    private void refuseUnknown(List<String> names) {
        List<String> known = store.names();
        Problems problems = new Problems();
        for (String name : names) {
            if (!known.contains(name)) {
                problems.add(Problem.error("there is no tool '" + name + "' for this platform")
                        .withHint(Suggestion.hint(name, known, "tools")));
            }
        }
        problems.throwIfAny();
    }
}
