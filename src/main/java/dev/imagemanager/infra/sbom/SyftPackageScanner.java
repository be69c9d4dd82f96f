package dev.imagemanager.infra.sbom;

import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.sbom.PackageScanner;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scans images with syft. */
@Singleton
public final class SyftPackageScanner implements PackageScanner {

    static final String PROGRAM = "syft";

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("\\b([0-9]+\\.[0-9]+\\.[0-9]+[0-9A-Za-z.-]*)");
    private static final int MOST_OUTPUT = 1 << 20;

    private final ProcessRunner processes;
    private final Executables executables;
    private final ToolCatalog catalog;
    private final RegistryAccounts accounts;

    @Inject
    public SyftPackageScanner(
            ProcessRunner processes, Executables executables, ToolCatalog catalog, RegistryAccounts accounts) {
        this.processes = processes;
        this.executables = executables;
        this.catalog = catalog;
        this.accounts = accounts;
    }

    @Override
    public Optional<Identity> identity() throws InterruptedException {
        Optional<Path> program = executables.find(PROGRAM);
        Optional<String> version = program.isPresent()
                ? version(printedBy(program.get()))
                : catalog.packageOf(PROGRAM).map(tool -> tool.version());
        return version.map(text -> new Identity(PROGRAM, text));
    }

    private static Optional<String> version(String printed) {
        Matcher version = VERSION.matcher(printed);
        return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    }

    private String printedBy(Path program) throws InterruptedException {
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        processes.run(
                ProcessCommand.of(VERSION_LIMIT, List.of(program.toString(), "--version"))
                        .printingAtMost(MOST_OUTPUT),
                printed::add,
                printed::add);
        return String.join("\n", printed);
    }

    @Override
    public Scanner connect(Optional<Registry> registry) throws InterruptedException {
        Path program = executables.require(PROGRAM, "list the packages of images");
        String printed = printedBy(program);
        String version = version(printed)
                .orElseThrow(() -> new EnvironmentException(Problem.error(
                                "the version of " + program + " cannot be found out: it prints " + Excerpt.of(printed))
                        .withHint("replace it: 'image-manager tools install " + PROGRAM
                                + "' installs one beside it, which is used where none is on the PATH")));
        return new SyftScanner(processes, accounts, program, new Identity(PROGRAM, version), registry);
    }
}
