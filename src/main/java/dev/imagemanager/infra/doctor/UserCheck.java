package dev.imagemanager.infra.doctor;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows which user runs the program, and which directories count; checks whether they can be written. */
@Singleton
final class UserCheck implements HealthCheck {

    private final UserDirectories directories;
    private final DockerConfig docker;
    private final Path temporary;

    @Inject
    UserCheck(Environment environment, DockerConfig docker) {
        this(environment, docker, UserDirectories.temporary());
    }

    UserCheck(Environment environment, DockerConfig docker, Path temporary) {
        this.directories = new UserDirectories(environment);
        this.docker = docker;
        this.temporary = temporary;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return "user";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        findings.add(user());
        findings.add(directory("tools", directories.cache(), "XDG_CACHE_HOME"));
        findings.add(directory("state", directories.state(), "XDG_STATE_HOME"));
        findings.add(docker.file()
                .map(file -> Finding.ok(
                        "Docker's configuration", file + (Files.exists(file) ? "" : ", which does not exist")))
                .orElseGet(() -> Finding.warning(
                        "Docker's configuration",
                        "not found, since the user has no home",
                        "set HOME, or " + DockerConfig.VARIABLE + " to its directory")));
        findings.add(
                Files.isDirectory(temporary) && Files.isWritable(temporary)
                        ? Finding.ok("temporary files", "in " + temporary)
                        : Finding.failed(
                                "temporary files",
                                temporary + (Files.isDirectory(temporary) ? " cannot be written" : " does not exist"),
                                "set TMPDIR to another directory"));
        return findings;
    }

    private Finding user() {
        String uid = CurrentUser.uid();
        String user = CurrentUser.name() + (uid.isEmpty() || uid.equals(CurrentUser.name()) ? "" : " (" + uid + ")");
        return directories
                .home()
                .map(home -> Finding.ok(
                        name(), user + ", home " + home + (Files.isDirectory(home) ? "" : ", which does not exist")))
                .orElseGet(() -> Finding.warning(name(), user + ", without a home", "set HOME to a directory"));
    }

    private static Finding directory(String subject, Optional<Path> base, String variable) {
        if (base.isEmpty()) {
            return Finding.warning(subject, "nowhere, since the user has no home", "set HOME, or " + variable);
        }
        Path directory = base.get().resolve("image-manager");
        Path existing = existing(directory);
        return Files.isDirectory(existing) && Files.isWritable(existing)
                ? Finding.ok(subject, "in " + directory)
                : Finding.warning(
                        subject,
                        directory + " cannot be " + (Files.exists(directory) ? "written" : "created"),
                        "check the permissions, or set " + variable + " to another directory");
    }

    /** Returns the closest parent that exists. */
    private static Path existing(Path directory) {
        Path path = directory;
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
