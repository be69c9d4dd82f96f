package dev.imagemanager.cli.registry;

import dev.imagemanager.pipeline.registry.RegistryQuery;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The parameters and options that say where to look for what. */
public final class QueryOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description = "Names of images. Default: all images of the fleet.")
    List<String> images = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "URL",
            description =
                    "Look in this registry, with a path if it has one: registry.example.com/team. May be repeated."
                            + " Default: the registries with 'default: true'.")
    List<String> from = new ArrayList<>();

    @Option(
            names = "--build-registry",
            description = "Look in the build registry, and in others only if --from names them.")
    boolean buildRegistry;

    RegistryQuery query(Path directory) {
        return new RegistryQuery(
                directory, images, from.stream().map(this::place).toList(), buildRegistry);
    }

    private String place(String text) {
        String place = text.replaceFirst("/+$", "");
        return ImageReference.find(place + "/image")
                .filter(image -> image.registry().isPresent())
                .map(image -> place)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--from takes host, host:port or host/path, such as registry.example.com/team, but got '" + text
                                + "'"));
    }
}
