package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.linux.SystemFiles;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Which version of control groups the kernel runs containers with (cgroups(7)). */
@Singleton
final class ControlGroupCheck implements HealthCheck {

    private static final String MOUNT = "/sys/fs/cgroup";

    private final SystemFiles files;
    private final boolean isLinux;

    @Inject
    ControlGroupCheck() {
        this(new SystemFiles(Path.of("/")), System.getProperty("os.name").equals("Linux"));
    }

    ControlGroupCheck(SystemFiles files, boolean isLinux) {
        this.files = files;
        this.isLinux = isLinux;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return "cgroups";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        if (!isLinux) {
            return List.of(Finding.ok(name(), "do not concern this system"));
        }
        if (files.exists(MOUNT + "/cgroup.controllers")) {
            return List.of(Finding.ok(name(), "version 2"));
        }
        if (files.exists(MOUNT + "/memory") || files.exists(MOUNT + "/pids")) {
            return List.of(Finding.ok(name(), "version 1; containers without root cannot be limited with it"));
        }
        return List.of(Finding.warning(
                name(),
                "none are mounted in " + MOUNT + "; daemons on this machine cannot run containers",
                "mount them, or use daemons elsewhere through BUILDKIT_HOST and DOCKER_HOST"));
    }
}
