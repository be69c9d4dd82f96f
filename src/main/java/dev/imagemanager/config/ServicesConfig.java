package dev.imagemanager.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** The key {@code services} as written: how to run the services that builds and tests need. */
public record ServicesConfig(
        @Valid ServiceConfig buildkitd,
        @Valid ServiceConfig registry,
        @Valid ServiceConfig garage,
        @Valid ServiceConfig dind) {

    static final ServicesConfig NONE =
            new ServicesConfig(ServiceConfig.NONE, ServiceConfig.NONE, ServiceConfig.NONE, ServiceConfig.NONE);

    /**
     * One service. Some keys are not available for every service.
     *
     * @param mode how it is run; empty to choose automatically
     * @param port to listen on, if image-manager starts the service
     * @param gcKeep how much of its cache it keeps, if image-manager starts it
     * @param network to connect to, if it is a container
     */
    public record ServiceConfig(
            Optional<
                            @Pattern(
                                    regexp = "external|process|container",
                                    message = "is not a valid mode: use external, process or container")
                            String>
                    mode,
            Optional<@Pattern(regexp = PORT, message = "is not a valid port: use a number from 1 to 65535") String>
                    port,
            Optional<
                            @Pattern(
                                    regexp = "[1-9][0-9]{0,8} ?(kB|MB|GB|TB)",
                                    message = "is not a valid size: write a number and kB, MB, GB or TB, such as 20GB")
                            String>
                    gcKeep,
            Optional<@Pattern(regexp = "host|private", message = "is not a valid network: use host or private") String>
                    network) {

        private static final String PORT =
                "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";

        private static final String HOST_NETWORK = "host";

        static final ServiceConfig NONE =
                new ServiceConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** Returns whether it uses the network of the machine, which needs {@link Permission#HOST_NETWORK}. */
        public boolean isInHostNetwork() {
            return network.filter(HOST_NETWORK::equals).isPresent();
        }
    }
}
