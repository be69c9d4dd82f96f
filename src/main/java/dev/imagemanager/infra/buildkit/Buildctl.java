package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.container.ClientCertificates;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.pipeline.build.ProxyArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates command lines of {@code buildctl} for one BuildKit daemon.
 *
 * @param address of the daemon, as in {@code BUILDKIT_HOST}
 * @param certificates to show to the daemon; empty for a connection without TLS
 */
record Buildctl(Path program, String address, Optional<ClientCertificates> certificates) {

    /** What buildctl and the credential helpers that it starts may need. */
    static final PassedVariables VARIABLES = PassedVariables.USUAL
            .and(ProxyArguments.NAMES)
            .and(PassedVariables.CREDENTIAL_HELPERS)
            .and(List.of("BUILDCTL_", "OTEL_"));

    /** @param own the directory of the fleet's own daemon, which has the certificates if this is that daemon */
    static Buildctl of(Path program, String address, ServiceDirectory own) {
        return new Buildctl(program, address, ClientCertificates.of(own, address));
    }

    List<String> command(String... arguments) {
        return command(List.of(arguments));
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--addr", address));
        certificates.ifPresent(own -> command.addAll(List.of(
                "--tlscacert", own.authority().toString(),
                "--tlscert", own.certificate().toString(),
                "--tlskey", own.key().toString())));
        command.addAll(arguments);
        return command;
    }
}
