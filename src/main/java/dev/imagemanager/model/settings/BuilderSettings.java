package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The builders that a fleet names, besides the one that is a service.
 *
 * @param addresses by the platform of the images that they build; with a scheme, not empty
 * @param tls for connections to builders over TCP; empty for plain ones
 */
public record BuilderSettings(Map<Platform, List<String>> addresses, Optional<Tls> tls) {

    /** The settings if nothing is configured. */
    public static final BuilderSettings NONE = new BuilderSettings(Map.of(), Optional.empty());

    public BuilderSettings {
        addresses = Map.copyOf(addresses);
    }

    /** Returns the builders of images for a platform; empty if they have none of their own. */
    public List<BuilderEndpoint> endpoints(Platform image) {
        return addresses.getOrDefault(image, List.of()).stream()
                .distinct()
                .map(address -> new BuilderEndpoint(address, tls))
                .toList();
    }

    /**
     * Files in PEM form.
     *
     * @param authority that the builders' certificates are checked with; empty for those of the system
     * @param client to show to the builders
     * @param serverName that the builders' certificates are for; empty for the host of the address
     */
    public record Tls(Optional<Path> authority, Optional<Client> client, Optional<String> serverName) {}

    /** A certificate and its key. */
    public record Client(Path certificate, Path key) {}

    /** @param directory the fleet's directory, which paths are relative to */
    static BuilderSettings of(FleetConfig config, Path directory) {
        Map<Platform, List<String>> addresses = new LinkedHashMap<>();
        config.builders().forEach((platform, written) -> Platform.find(platform)
                .filter(readable -> !written.isEmpty())
                .ifPresent(readable -> addresses.merge(readable, written, BuilderSettings::together)));
        return new BuilderSettings(
                addresses,
                config.builderTls()
                        .map(tls -> new Tls(
                                tls.ca().map(directory::resolve),
                                tls.cert().flatMap(certificate -> tls.key()
                                        .map(key ->
                                                new Client(directory.resolve(certificate), directory.resolve(key)))),
                                tls.serverName())));
    }

    /** Platforms have several names. */
    private static List<String> together(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
