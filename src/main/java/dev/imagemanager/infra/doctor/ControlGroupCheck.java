package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.linux.SystemFiles;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Checks the version of control groups of the kernel (cgroups(7)). */
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
            return List.of(Finding.ok(name(), "not needed on this system"));
        }
        if (files.exists(MOUNT + "/cgroup.controllers")) {
            return List.of(Finding.ok(name(), "version 2"));
        }
        if (files.exists(MOUNT + "/memory") || files.exists(MOUNT + "/pids")) {
            return List.of(Finding.ok(name(), "version 1; cannot limit the resources of rootless containers"));
        }
        return List.of(Finding.warning(
                name(),
                "not mounted in " + MOUNT + "; daemons on this machine cannot run containers",
                "mount them, or set BUILDKIT_HOST and DOCKER_HOST to daemons on another machine"));
    }
}
