package dev.imagemanager.infra.buildkit;

import dev.imagemanager.model.Definition;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.build.BuildContext;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.reference.DockerHub;
import dev.imagemanager.reference.ImageAnnotations;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Creates the arguments of {@code buildctl build} for one request. The solve exports an archive for
 * {@code docker load}, which is also an OCI image layout, and pushes the image if there is a registry. Both have the
 * same digest, since they use the same exporter options (BuildKit documentation, "Output").
 */
final class BuildctlArguments {

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,\"\r\n]");

    /**
     * The beginning of the names of local folders of named contexts. The rest is their content: BuildKit takes a file of the
     * same path, size and time for the one that it got before under the same name ({@code source/local}, {@code fsutil}). The
     * names of a build's own context and of its Dockerfile are fixed ({@code dockerui}).
     */
    private static final String CONTEXT = "context-";

    /** The build argument that BuildKit takes the times of an image from (BuildKit documentation, "Build reproducibility"). */
    private static final String SOURCE_DATE = "SOURCE_DATE_EPOCH";

    private BuildctlArguments() {}

    /**
     * @param aliases the names of hosts as the daemon sees them
     */
    static List<String> of(ImageBuilder.Request request, HostAliases aliases, SolveFiles files) {
        List<String> arguments = new ArrayList<>(List.of("build", "--progress=rawjson", "--frontend", "dockerfile.v0"));
        option(arguments, "--local", "context=" + files.context());
        option(arguments, "--local", "dockerfile=" + request.dockerfile().getParent());
        option(arguments, "--opt", "filename=" + request.dockerfile().getFileName());
        option(arguments, "--opt", "platform=" + request.platform());
        request.options().stage().ifPresent(stage -> option(arguments, "--opt", "target=" + stage));
        options(arguments, "build-arg:", request.buildArgs());
        options(arguments, "label:", request.labels());
        namedContexts(arguments, request, aliases);
        for (Definition.Secret secret : request.options().secrets()) {
            option(arguments, "--secret", secret(secret, request.fleetDirectory()));
        }
        request.options().ssh().forEach(agent -> option(arguments, "--ssh", agent));
        request.options().entitlements().keySet().forEach(right -> option(arguments, "--allow", right.toString()));
        if (!request.useCache()) {
            arguments.add("--no-cache");
        }
        request.layerCache().ifPresent(cache -> cacheOptions(arguments, cache, aliases));
        files.archive()
                .ifPresent(file -> option(
                        arguments,
                        "--output",
                        csv(exporter("docker", request), "name=" + request.target(), "dest=" + file)));
        if (!request.references().isEmpty()) {
            option(arguments, "--output", pushed(request, aliases));
        }
        tokenServices(arguments, request, aliases);
        option(arguments, "--metadata-file", files.metadata().toString());
        files.reference().ifPresent(file -> option(arguments, "--ref-file", file.toString()));
        return arguments;
    }

    /** buildctl itself connects to the token services of registries, with TLS settings of its own. */
    private static void tokenServices(List<String> arguments, ImageBuilder.Request request, HostAliases aliases) {
        for (Registry registry : request.registries()) {
            String host = DockerHub.is(registry.host()) ? DockerHub.HOST : registry.host();
            String place = "host=" + aliases.seen(host);
            registry.authority()
                    .ifPresent(file -> option(arguments, "--registry-auth-tlscontext", csv(place, "ca=" + file)));
            if (registry.transport() == Registry.Transport.INSECURE) {
                option(arguments, "--registry-auth-tlscontext", csv(place, "insecure=true"));
            }
        }
    }

    /** Returns the options that all exporters have, since each must give the same image. */
    private static List<String> exporter(String type, ImageBuilder.Request request) {
        List<String> options = new ArrayList<>(List.of("type=" + type, "oci-mediatypes=true"));
        if (!request.buildArgs().getOrDefault(SOURCE_DATE, "").isEmpty()) {
            options.add("rewrite-timestamp=true");
        }
        ImageAnnotations.of(request.labels()).forEach((key, value) -> options.add("annotation." + key + "=" + value));
        return options;
    }

    private static String pushed(ImageBuilder.Request request, HostAliases aliases) {
        List<String> image = exporter("image", request);
        image.addAll(List.of(
                "name="
                        + String.join(
                                ",",
                                request.references().stream()
                                        .map(aliases::seenReference)
                                        .map(ImageReference::toString)
                                        .toList()),
                "push=true"));
        if (isPushedInsecurely(request)) {
            image.add("registry.insecure=true");
        }
        return csv(image.toArray(String[]::new));
    }

    /** BuildKit documentation, "Named contexts": {@code docker-image://}, {@code oci-layout://} and {@code local:}. */
    private static void namedContexts(List<String> arguments, ImageBuilder.Request request, HostAliases aliases) {
        Set<String> locals = new HashSet<>();
        Map<Path, String> layouts = new LinkedHashMap<>();
        new TreeMap<>(request.namedContexts()).forEach((name, context) -> {
            String source;
            if (context instanceof PinnedImage.InLayout inLayout) {
                String layout =
                        layouts.computeIfAbsent(inLayout.layout(), directory -> "layout" + (layouts.size() + 1));
                source = "oci-layout://" + layout + "@" + inLayout.digest();
            } else if (context instanceof PinnedImage.InRegistry inRegistry) {
                source = "docker-image://" + aliases.seenReference(inRegistry.image());
            } else if (context instanceof BuildContext.Image image) {
                source = "docker-image://" + aliases.seenReference(image.reference());
            } else {
                BuildContext.Folder folder = (BuildContext.Folder) context;
                String local = CONTEXT + folder.content();
                if (locals.add(local)) {
                    option(arguments, "--local", local + "=" + folder.path());
                }
                source = "local:" + local;
            }
            option(arguments, "--opt", "context:" + name + "=" + source);
        });
        layouts.forEach((directory, layout) -> option(arguments, "--oci-layout", layout + "=" + directory));
    }

    /**
     * Adds the options of the layer cache. The daemon has the keys in its environment (BuildKit documentation, "S3
     * cache").
     */
    private static void cacheOptions(List<String> arguments, CacheUse cache, HostAliases aliases) {
        List<String> place = List.of(
                "type=s3",
                "bucket=" + cache.store().bucket(),
                "region=" + cache.store().region(),
                "endpoint_url=" + aliases.seenAddress(cache.store().endpoint()),
                "use_path_style=" + cache.store().hasBucketInPath(),
                "prefix=" + cache.image() + "/");
        cache.imports().forEach(name -> option(arguments, "--import-cache", csv(place, "name=" + name)));
        cache.export()
                .ifPresent(name -> option(
                        arguments, "--export-cache", csv(place, "name=" + name, "mode=max", "ignore-error=true")));
    }

    private static boolean isPushedInsecurely(ImageBuilder.Request request) {
        String host = request.references().get(0).registry().orElseThrow();
        return request.registries().stream()
                .anyMatch(registry -> registry.host().equals(host) && registry.transport() != Registry.Transport.TLS);
    }

    private static String secret(Definition.Secret secret, Path fleetDirectory) {
        if (secret instanceof Definition.EnvironmentSecret fromEnvironment) {
            return csv("id=" + secret.id(), "env=" + fromEnvironment.variable());
        }
        Path file = fleetDirectory.resolve(((Definition.FileSecret) secret).file());
        return csv("id=" + secret.id(), "src=" + file);
    }

    private static void options(List<String> arguments, String prefix, Map<String, String> values) {
        new TreeMap<>(values).forEach((key, value) -> option(arguments, "--opt", prefix + key + "=" + value));
    }

    private static void option(List<String> arguments, String name, String value) {
        arguments.add(name);
        arguments.add(value);
    }

    private static String csv(List<String> fields, String... more) {
        return csv(Stream.concat(fields.stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    /** Returns a CSV record (RFC 4180), the format of the values of these options. */
    private static String csv(String... fields) {
        return List.of(fields).stream()
                .map(field -> NEEDS_QUOTES.matcher(field).find() ? "\"" + field.replace("\"", "\"\"") + "\"" : field)
                .collect(Collectors.joining(","));
    }
}
