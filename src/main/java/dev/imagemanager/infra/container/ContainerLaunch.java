package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceLaunch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of a service to start as a container.
 *
 * @param image of the container; downloaded if the Docker daemon does not have it
 * @param address of the service
 * @param entrypoint overrides the image's; empty to keep that
 * @param command overrides the image's; empty to keep that
 * @param environment variables; all users of the Docker daemon can read them
 * @param volume the path of persistent data in the container
 * @param ports port in the container → port on this machine's loopback address
 */
public record ContainerLaunch(
        String image,
        String address,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        List<ContainerFile> files,
        Optional<String> volume,
        Map<Integer, Integer> ports,
        Network network,
        Rights rights)
        implements ServiceLaunch {

    /** The network of a container. */
    public enum Network {
        /** A network with the fleet's other containers, which can be reached by service name. */
        PRIVATE,
        /** The network of this machine, including its loopback interface. */
        HOST
    }

    /**
     * Additional privileges of a container.
     *
     * @param capabilities names as in capabilities(7), without {@code CAP_}
     * @param isUnconfined whether seccomp and AppArmor are disabled
     * @param isPrivileged whether the container is privileged
     * @param kernelSettings of its network namespace, named as in sysctl(8)
     */
    public record Rights(
            Set<String> capabilities, boolean isUnconfined, boolean isPrivileged, Map<String, String> kernelSettings) {

        public static final Rights USUAL = new Rights(Set.of(), false, false, Map.of());

        public Rights {
            capabilities = Set.copyOf(capabilities);
            kernelSettings = Map.copyOf(kernelSettings);
        }
    }

    public ContainerLaunch {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = List.copyOf(files);
        ports = Map.copyOf(ports);
    }

    /** Creates a builder with the settings of the image and no additional privileges. */
    public static Builder of(String image) {
        return new Builder(image);
    }

    /** Builds a launch. */
    public static final class Builder {

        private final String image;
        private List<String> entrypoint = List.of();
        private List<String> command = List.of();
        private final Map<String, String> environment = new TreeMap<>();
        private final List<ContainerFile> files = new ArrayList<>();
        private Optional<String> volume = Optional.empty();
        private final Map<Integer, Integer> ports = new TreeMap<>();
        private Network network = Network.PRIVATE;
        private Rights rights = Rights.USUAL;

        private Builder(String image) {
            this.image = image;
        }

        public Builder entrypoint(String... words) {
            this.entrypoint = List.of(words);
            return this;
        }

        public Builder command(String... words) {
            this.command = List.of(words);
            return this;
        }

        public Builder variable(String name, String value) {
            return variables(Map.of(name, value));
        }

        public Builder variables(Map<String, String> others) {
            environment.putAll(others);
            return this;
        }

        public Builder file(ContainerFile file) {
            files.add(file);
            return this;
        }

        public Builder files(List<ContainerFile> others) {
            files.addAll(others);
            return this;
        }

        public Builder volume(String path) {
            this.volume = Optional.of(path);
            return this;
        }

        public Builder port(int inside, int outside) {
            ports.put(inside, outside);
            return this;
        }

        public Builder network(Network value) {
            this.network = value;
            return this;
        }

        public Builder rights(Rights value) {
            this.rights = value;
            return this;
        }

        /** @param address of the service */
        public ContainerLaunch build(String address) {
            return new ContainerLaunch(
                    image, address, entrypoint, command, environment, files, volume, ports, network, rights);
        }
    }
}
