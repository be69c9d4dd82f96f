package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.container.ClientCertificates;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.pipeline.build.ProxyArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates command lines of {@code buildctl} for one BuildKit daemon.
 *
 * @param address of the daemon, as in {@code BUILDKIT_HOST}
 * @param tls for the connection; empty for one without TLS
 */
record Buildctl(Path program, String address, Optional<BuilderSettings.Tls> tls) {

    /** What buildctl and the credential helpers that it starts may need. */
    private static final PassedVariables VARIABLES = PassedVariables.USUAL
            .and(ProxyArguments.NAMES)
            .and(PassedVariables.CREDENTIAL_HELPERS)
            .and(List.of("BUILDCTL_", "OTEL_"));

    /** What the programs read that buildctl starts to reach a daemon ({@code client/connhelper}). */
    private static final Map<String, List<String>> OF_SCHEMES = Map.of(
            "docker-container", List.of("DOCKER_"),
            "nerdctl-container", List.of("CONTAINERD_", "NERDCTL_"),
            "podman-container", List.of("CONTAINER_", "CONTAINERS_"),
            "kube-pod", List.of("KUBECONFIG", "KUBERNETES_"),
            "ssh", List.of("SSH_AUTH_SOCK"));

    /** @param own the directory of the fleet's own daemon, which has the certificates if this is that daemon */
    static Buildctl of(Path program, BuilderEndpoint endpoint, ServiceDirectory own) {
        return new Buildctl(
                program,
                endpoint.address(),
                ClientCertificates.of(own, endpoint.address())
                        .map(Buildctl::ofService)
                        .or(endpoint::tls));
    }

    private static BuilderSettings.Tls ofService(ClientCertificates files) {
        return new BuilderSettings.Tls(
                Optional.of(files.authority()),
                Optional.of(new BuilderSettings.Client(files.certificate(), files.key())),
                Optional.empty());
    }

    /** What buildctl and the programs that it reaches the daemon with may need. */
    PassedVariables variables() {
        return VARIABLES.and(OF_SCHEMES.entrySet().stream()
                .filter(scheme -> address.startsWith(scheme.getKey() + "://"))
                .flatMap(scheme -> scheme.getValue().stream())
                .toList());
    }

    List<String> command(String... arguments) {
        return command(List.of(arguments));
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--addr", address));
        tls.ifPresent(files -> {
            files.authority().ifPresent(file -> command.addAll(List.of("--tlscacert", file.toString())));
            files.client()
                    .ifPresent(client -> command.addAll(List.of(
                            "--tlscert", client.certificate().toString(),
                            "--tlskey", client.key().toString())));
            files.serverName().ifPresent(name -> command.addAll(List.of("--tlsservername", name)));
        });
        command.addAll(arguments);
        return command;
    }
}
