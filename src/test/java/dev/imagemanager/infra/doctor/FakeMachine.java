package dev.imagemanager.infra.doctor;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.linux.SystemFiles;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.tool.ToolCache;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.Whereabouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory that stands for the whole machine. */
public record FakeMachine(Path root, FakeEnvironment environment) {

    public FakeMachine(Path root) {
        this(root, new FakeEnvironment());
        environment.set("PATH", root.resolve("bin").toString());
        environment.set("XDG_CACHE_HOME", root.resolve("cache").toString());
        environment.set("DOCKER_CONFIG", root.resolve("docker").toString());
        environment.set("XDG_CONFIG_HOME", root.resolve("config").toString());
    }

    public FakeMachine file(String name, String text) {
        try {
            Path file = root.resolve(name.substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public FakeMachine program(String name) {
        return program(name, "");
    }

    /** @param script that it is, for sh */
    public FakeMachine program(String name, String script) {
        file("/bin/" + name, "#!/bin/sh\n" + script + "\n");
        try {
            Files.setPosixFilePermissions(
                    root.resolve("bin").resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public SystemFiles files() {
        return new SystemFiles(root);
    }

    public Executables executables() {
        return new Executables(environment, new ToolCache(environment, new ToolCatalog()));
    }

    static Subject subject(String... addresses) {
        FleetSettings settings = SettingsResolver.defaults();
        return new Subject(
                Path.of("/fleet"),
                settings,
                new Whereabouts(Provided.bySettings(settings), Set.of(), Set.of(addresses)));
    }
}
