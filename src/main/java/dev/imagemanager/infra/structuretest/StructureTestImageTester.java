package dev.imagemanager.infra.structuretest;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.Permission;
import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.PlatformProbe;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.loading.RegistryImages;
import dev.imagemanager.infra.loading.RunningTests;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.test.ImageTester;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tests images with container-structure-test. */
@Singleton
public final class StructureTestImageTester implements ImageTester {

    static final String PROGRAM = "container-structure-test";

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("\\bv?[0-9]+\\.[0-9]+\\.[0-9]+\\S*");

    /** To be changed with what is done to test files before they are run, and with what is taken as a result. */
    private static final int HANDLING = 1;

    private final ProcessRunner processes;
    private final Executables executables;
    private final Environment environment;
    private final StateDirectories states;
    private final ToolCatalog catalog;
    private final RegistryClient registries;
    private final RegistryAccounts accounts;

    @Inject
    public StructureTestImageTester(
            ProcessRunner processes,
            Executables executables,
            Environment environment,
            StateDirectories states,
            ToolCatalog catalog,
            RegistryClient registries,
            RegistryAccounts accounts) {
        this.catalog = catalog;
        this.registries = registries;
        this.accounts = accounts;
        this.processes = processes;
        this.executables = executables;
        this.environment = environment;
        this.states = states;
    }

    @Override
    public List<Problem> check(Path shown, byte[] content) {
        return Permission.given(environment).contains(Permission.CONTAINER_OPTIONS)
                ? List.of()
                : TestFile.check(shown, content);
    }

    /** The version of the program, or that of the one that can be installed. */
    @Override
    public Optional<String> identity() throws InterruptedException {
        Optional<Path> program = executables.find(PROGRAM);
        Optional<String> version = program.isPresent()
                ? version(program.get())
                : catalog.packageOf(PROGRAM).map(tool -> "v" + tool.version());
        return version.map(text -> PROGRAM + " " + text + " (" + HANDLING + ")");
    }

    private Optional<String> version(Path program) throws InterruptedException {
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        processes.run(
                ProcessCommand.of(VERSION_LIMIT, List.of(program.toString(), "version")), printed::add, printed::add);
        Matcher version = VERSION.matcher(String.join("\n", printed));
        return version.find() ? Optional.of(version.group()) : Optional.empty();
    }

    /**
     * Options that need a permission give access to the machine of the daemon or of the caller. Without it, such a file was
     * refused.
     */
    @Override
    public Optional<String> dependence(byte[] content) {
        return !Permission.given(environment).contains(Permission.CONTAINER_OPTIONS)
                        || TestFile.check(Path.of(""), content).isEmpty()
                ? Optional.empty()
                : Optional.of("its test file has containerRunOptions that depend on the machine");
    }

    @Override
    public Tester connect(String address, Path fleetDirectory, Optional<Registry> registry, Consumer<Problem> notes) {
        Path program = executables.require(PROGRAM, "test images");
        DockerDaemon daemon =
                new DockerDaemon(address, states.of(fleetDirectory).of(ServiceName.DIND));
        Platform platform = daemon.connect();
        RunningTests running = new RunningTests(new OutputDirectory(fleetDirectory));
        running.removeLeftovers(daemon);
        return new StructureTester(
                daemon,
                platform,
                new PlatformProbe(daemon),
                new RegistryImages(registry.map(PublishPlace::at), registries, accounts, daemon, notes),
                processes,
                program,
                running);
    }
}
