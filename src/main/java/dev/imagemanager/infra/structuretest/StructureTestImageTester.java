package dev.imagemanager.infra.structuretest;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.Permission;
import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.PlatformProbe;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.test.ImageTester;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Tests images with container-structure-test. */
@Singleton
public final class StructureTestImageTester implements ImageTester {

    static final String PROGRAM = "container-structure-test";

    private final ProcessRunner processes;
    private final Executables executables;
    private final Environment environment;
    private final StateDirectories states;

    @Inject
    public StructureTestImageTester(
            ProcessRunner processes, Executables executables, Environment environment, StateDirectories states) {
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

    @Override
    public Tester connect(String address, Path fleetDirectory) {
        Path program = executables.require(PROGRAM, "test images");
        DockerDaemon daemon =
                new DockerDaemon(address, states.of(fleetDirectory).of(ServiceName.DIND));
        return new StructureTester(daemon, daemon.connect(), new PlatformProbe(daemon), processes, program);
    }
}
