package dev.imagemanager.infra.structuretest;

import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.pipeline.test.ImageTester;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Tests images with container-structure-test. */
@Singleton
public final class StructureTestImageTester implements ImageTester {

    static final String PROGRAM = "container-structure-test";

    private final ProcessRunner processes;
    private final Executables executables;

    @Inject
    public StructureTestImageTester(ProcessRunner processes, Executables executables) {
        this.processes = processes;
        this.executables = executables;
    }

    @Override
    public Tester connect(String address) {
        Path program = executables.require(PROGRAM, "test images");
        DockerDaemon daemon = new DockerDaemon(address);
        return new StructureTester(daemon, daemon.connect(), processes, program);
    }
}
