package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServiceSocket;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * buildkitd as root. It listens on a Unix socket in the fleet's state directory, since every user of the machine could
 * connect to a TCP port, and access to buildkitd is equivalent to root privileges.
 */
final class BuildkitProcess implements ServiceHooks {

    private static final ServiceSocket SOCKET = new ServiceSocket("buildkitd.sock");

    /** The OCI runtimes that buildkitd looks for, in this order. */
    static final String RUNTIME = "buildkit-runc|runc";

    static final String REMEDY = "start buildkitd and set BUILDKIT_HOST to its address";

    static final ProcessDescription DESCRIPTION = ProcessDescription.of(
                    SOCKET,
                    List.of("buildctl", "buildkitd", RUNTIME),
                    REMEDY,
                    (place, programs) -> List.of(
                            programs.path("buildkitd"),
                            "--config",
                            place.write(BuildkitdConfig.FILE, config(place.directory(), place.scope()))))
            .isolated()
            .environment((place, programs) -> CacheKeys.with(
                    place.scope().provided().cache(), Map.of("PATH", programs.searchPathWith("buildkitd", RUNTIME))))
            .with(new BuildkitProcess());

    private BuildkitProcess() {}

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> config(directory, scope));
    }

    private static String config(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.of(
                scope,
                new BuildkitdConfig.Surroundings(
                        Optional.of(directory.resolve("data")),
                        SOCKET.likelyAddress(directory, scope),
                        Optional.of(directory.controlGroup()),
                        Optional.empty(),
                        Optional.empty(),
                        host -> host,
                        Path::toString));
    }
}
