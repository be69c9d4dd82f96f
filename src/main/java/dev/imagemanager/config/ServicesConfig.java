package dev.imagemanager.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** The key {@code services} as written: how builds and tests come by the daemons that they need. */
public record ServicesConfig(@Valid ServiceConfig buildkitd, @Valid ServiceConfig registry, @Valid ServiceConfig dind) {

    static final ServicesConfig NONE = new ServicesConfig(ServiceConfig.NONE, ServiceConfig.NONE, ServiceConfig.NONE);

    /**
     * One service. Not every key exists for every service.
     *
     * @param mode how it is run; empty to find out
     * @param port that it listens on when it is ours
     * @param gcKeep how much of its cache it keeps when it is ours
     * @param network that it is connected to when it is a container
     */
    public record ServiceConfig(
            Optional<
                            @Pattern(
                                    regexp = "external|process|container",
                                    message = "is no way to run a service: choose external, process or container")
                            String>
                    mode,
            Optional<@Pattern(regexp = PORT, message = "is no port: write a number from 1 to 65535") String> port,
            Optional<
                            @Pattern(
                                    regexp = "[1-9][0-9]{0,8} ?(kB|MB|GB|TB)",
                                    message = "is no size: write a number and kB, MB, GB or TB, as 20GB")
                            String>
                    gcKeep,
            Optional<
                            @Pattern(
                                    regexp = "host|private",
                                    message = "is no network of a service: choose host or private")
                            String>
                    network) {

        private static final String PORT =
                "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";

        static final ServiceConfig NONE =
                new ServiceConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
