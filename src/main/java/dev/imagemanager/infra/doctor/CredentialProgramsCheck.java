package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.problem.FailureReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks whether the credential helpers in Docker's configuration are installed. */
@Singleton
final class CredentialProgramsCheck implements HealthCheck {

    private final DockerConfig dockerConfig;
    private final Executables executables;

    @Inject
    CredentialProgramsCheck(DockerConfig dockerConfig, Executables executables) {
        this.dockerConfig = dockerConfig;
        this.executables = executables;
    }

    @Override
    public Area area() {
        return Area.SETTINGS;
    }

    @Override
    public String name() {
        return "credential helpers";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        String file = dockerConfig.file().map(Path::toString).orElse("config.json");
        try {
            dockerConfig.helpers().forEach((helper, hosts) -> {
                String program = CredentialProgram.named(helper);
                String users = String.join(", ", hosts);
                findings.add(executables
                        .find(program)
                        .map(found -> Finding.ok(name(), program + " for " + users + " is installed"))
                        .orElseGet(() -> Finding.warning(
                                name(),
                                program + " is missing; " + file + " uses it for " + users,
                                "install it, or remove it from that file")));
            });
        } catch (IOException unreadable) {
            return List.of(Finding.warning(
                    name(),
                    FailureReason.of(unreadable),
                    "correct the file; until then, its credentials are not used"));
        }
        return findings.isEmpty() ? List.of(Finding.ok(name(), "none configured")) : findings;
    }
}
