package dev.imagemanager.infra.inventory;

import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.PackageInstaller;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.infra.tool.ToolPackage;
import dev.imagemanager.infra.tool.ToolPackage.Executable;
import dev.imagemanager.pipeline.tools.ToolStatus;
import dev.imagemanager.pipeline.tools.ToolStatus.Found;
import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the tools on this machine and runs them to get their versions. */
@ApplicationScoped
public final class LocalToolStore implements ToolStore {

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);

    /** Matches the first separate word that looks like a version: {@code v0.26.3}, {@code 1.1.5+ds1}. */
    private static final Pattern VERSION = Pattern.compile("(?<![\\w.])v?([0-9]+(?:\\.[0-9]+)+(?:[-+][\\w.+-]+)?)");

    private final ToolCatalog catalog;
    private final PackageInstaller installer;
    private final Executables executables;
    private final ProcessRunner processes;

    @Inject
    public LocalToolStore(
            ToolCatalog catalog, PackageInstaller installer, Executables executables, ProcessRunner processes) {
        this.catalog = catalog;
        this.installer = installer;
        this.executables = executables;
        this.processes = processes;
    }

    @Override
    public List<String> names() {
        return catalog.packages().stream()
                .flatMap(toolPackage -> toolPackage.executablesOn(catalog.platform()).stream())
                .map(Executable::name)
                .toList();
    }

    @Override
    public List<ToolStatus> inspect() throws InterruptedException {
        List<Callable<ToolStatus>> questions = new ArrayList<>();
        for (ToolPackage toolPackage : catalog.packages()) {
            for (Executable executable : toolPackage.executablesOn(catalog.platform())) {
                questions.add(() -> inspect(toolPackage, executable));
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(questions.size());
        try {
            List<ToolStatus> answers = new ArrayList<>();
            for (Future<ToolStatus> answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public Installation install(String tool, Optional<URI> mirror, Listener listener) throws InterruptedException {
        return installer.install(tool, mirror, listener);
    }

    private ToolStatus inspect(ToolPackage toolPackage, Executable executable) throws InterruptedException {
        Optional<Executables.Location> location = executables.locate(executable.name());
        Optional<Found> found = Optional.empty();
        if (location.isPresent()) {
            Path file = location.get().file();
            found = Optional.of(new Found(file, location.get().origin(), version(file, executable.versionArguments())));
        }
        return new ToolStatus(
                executable.name(),
                executable.neededTo(),
                executable.required(),
                executable.bundled() ? Optional.empty() : Optional.of(toolPackage.version()),
                toolPackage.canBeInstalledOn(catalog.platform()),
                found);
    }

    private Optional<String> version(Path file, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(arguments);
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        try {
            processes.run(ProcessCommand.of(VERSION_LIMIT, command), printed::add, printed::add);
        } catch (EnvironmentException cannotRun) {
            return Optional.empty();
        }
        return versionIn(printed);
    }

    static Optional<String> versionIn(List<String> printed) {
        return printed.stream()
                .map(VERSION::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }
}
