package dev.imagemanager.infra.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.tool.ToolPackage.Download;
import dev.imagemanager.infra.tool.ToolPackage.Executable;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The pinned tools, from {@code tools.json} in the program. The file is read on first use. */
@Singleton
public final class ToolCatalog {

    private static final String RESOURCE = "/tools.json";

    private final Supplier<JsonNode> document;
    private final Platform platform;
    private volatile Content content;

    private record Content(URI base, List<ToolPackage> packages) {}

    @Inject
    public ToolCatalog() {
        this(ToolCatalog::ownDocument, thisMachine());
    }

    /** @param platform that the tools run on */
    ToolCatalog(Supplier<JsonNode> document, Platform platform) {
        this.document = document;
        this.platform = platform;
    }

    public Platform platform() {
        return platform;
    }

    /** Returns the packages that contain a tool for this platform. */
    public List<ToolPackage> packages() {
        return content().packages().stream()
                .filter(toolPackage -> !toolPackage.executablesOn(platform).isEmpty())
                .toList();
    }

    /** Returns the package that contains a tool for this platform. */
    public Optional<ToolPackage> packageOf(String tool) {
        return packages().stream()
                .filter(toolPackage -> toolPackage.executablesOn(platform).stream()
                        .anyMatch(executable -> executable.name().equals(tool)))
                .findFirst();
    }

    /**
     * Returns the address of a download.
     *
     * @param mirror must have the same folders as the base address
     */
    URI address(Download download, Optional<URI> mirror) {
        String start = mirror.orElseGet(() -> content().base()).toString();
        return URI.create(start + (start.endsWith("/") ? "" : "/") + download.path());
    }

    /** Reads the file on first use. Threads that read it at the same time get equal results. */
    private Content content() {
        if (content == null) {
            JsonNode root = document.get();
            List<ToolPackage> packages = new ArrayList<>();
            root.path("packages").forEach(node -> packages.add(toolPackage(node)));
            content = new Content(URI.create(root.path("base").asText()), List.copyOf(packages));
        }
        return content;
    }

    private static ToolPackage toolPackage(JsonNode node) {
        Map<Platform, Download> downloads = new HashMap<>();
        node.path("downloads")
                .properties()
                .forEach(entry -> downloads.put(
                        Platform.parse(entry.getKey()),
                        new Download(entry.getValue().path("path").asText(), text(entry.getValue(), "sha256"))));
        List<Executable> executables = new ArrayList<>();
        node.path("executables").forEach(executable -> executables.add(executable(executable)));
        return new ToolPackage(
                node.path("name").asText(),
                node.path("version").asText(),
                node.path("homepage").asText(),
                text(node, "byHand"),
                downloads,
                executables);
    }

    private static Executable executable(JsonNode node) {
        List<String> versionArguments = new ArrayList<>();
        node.path("versionArguments").forEach(argument -> versionArguments.add(argument.asText()));
        return new Executable(
                node.path("name").asText(),
                node.path("file").asText(),
                node.path("neededTo").asText(),
                node.path("required").asBoolean(),
                text(node, "onlyOn"),
                node.path("bundled").asBoolean(),
                versionArguments);
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
    }

    private static JsonNode ownDocument() {
        try (InputStream resource = ToolCatalog.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readTree(resource);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /**
     * Returns the platform with the name of this operating system, unlike {@link Platform#ofThisMachine}, which is the
     * platform of containers.
     */
    private static Platform thisMachine() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        return Platform.of(os, Platform.ofThisMachine().architecture());
    }
}
