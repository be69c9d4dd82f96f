package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imagemanager.TestDigests;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Builds nothing, but remembers what it was asked for; every build results in another image. */
public final class RecordingImageBuilder implements ImageBuilder, ImageBuilder.Builder {

    /** What it says about every build, if it is asked. */
    public static final BuilderProvenance PROVENANCE = new BuilderProvenance(
            "recording",
            "https://slsa.dev/provenance/v0.2",
            JsonNodeFactory.instance.objectNode().put("buildType", "recording"));

    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** Target → what its build ends with. */
    public final Map<String, RuntimeException> failures = new HashMap<>();

    /** Target → why its build had nothing from the layer cache. */
    public final Map<String, CacheFailure> cacheFailures = new HashMap<>();

    private final Map<String, Runnable> doneDuring = new HashMap<>();

    /** What every build prints more. */
    public String said = "";

    /** What every build tells besides what it prints. */
    public Consumer<Log> tells = log -> {};

    String version = "v1";

    /** What is thought of it before it is connected; empty for the truth. */
    Optional<Identity> assumed = Optional.empty();

    /** Why it cannot be connected to. */
    public Optional<RuntimeException> obstacle = Optional.empty();

    /** How often it was connected. */
    public final AtomicInteger connections = new AtomicInteger();

    /** What it was connected at. */
    final List<String> addresses = Collections.synchronizedList(new ArrayList<>());

    public Platform platform = Platform.LINUX_AMD64;

    private final AtomicInteger builds = new AtomicInteger();
    private final FakeImageStore store;

    public RecordingImageBuilder(FakeImageStore store) {
        this.store = store;
    }

    /** Does something in every build of a target. */
    void during(String target, Runnable action) {
        doneDuring.put(target, action);
    }

    @Override
    public Builder connect(BuilderEndpoint endpoint, Path fleetDirectory) {
        connections.incrementAndGet();
        addresses.add(endpoint.address());
        obstacle.ifPresent(reason -> {
            throw reason;
        });
        return this;
    }

    @Override
    public Identity identity() {
        return new Identity(version, platform);
    }

    @Override
    public Identity assumed() {
        return assumed.orElseGet(this::identity);
    }

    @Override
    public String origin() {
        return assumed.isPresent() ? "an external builder" : identity().toString();
    }

    @Override
    public Built build(Request request, Log log) {
        requests.add(request);
        log.add("building " + request.target());
        said.lines().forEach(log::add);
        tells.accept(log);
        doneDuring.getOrDefault(request.target().toString(), () -> {}).run();
        if (failures.containsKey(request.target().toString())) {
            throw failures.get(request.target().toString());
        }
        Digest digest = TestDigests.of("build " + builds.incrementAndGet());
        request.archive().ifPresent(archive -> {
            try {
                Files.createDirectories(archive.getParent());
                Files.writeString(archive, digest.toString());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        request.references()
                .forEach(reference -> store.tags.put(reference.name() + ":" + reference.tagOrDefault(), digest));
        return new Built(
                digest,
                Optional.ofNullable(cacheFailures.get(request.target().toString())),
                request.wantsProvenance() ? Optional.of(PROVENANCE) : Optional.empty());
    }

    /** What was built, in order, with the platform where it is not the builder's own. */
    public List<String> built() {
        return requests.stream()
                .map(request -> request.target()
                        + (request.platform().equals(Platform.LINUX_AMD64) ? "" : " " + request.platform()))
                .toList();
    }
}
