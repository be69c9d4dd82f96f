package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs nothing; every image passes one test unless something else is said. */
public final class FakeImageTester implements ImageTester, ImageTester.Tester {

    /** Whether images are pulled, so that no archive is needed. */
    public boolean pulls;

    public final List<Path> archives = Collections.synchronizedList(new ArrayList<>());

    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** Target → its cases. */
    public final Map<String, List<TestReport.Case>> cases = new HashMap<>();

    /** Target → what its test ends with. */
    public final Map<String, RuntimeException> failures = new HashMap<>();

    public final Set<Platform> emulated = new HashSet<>();

    public Optional<String> identity = Optional.of("tester 1.0");
    public Optional<String> dependence = Optional.empty();

    /** How often a daemon was connected. */
    public int connections;

    public Platform platform = Platform.LINUX_AMD64;

    @Override
    public List<Problem> check(Path shown, byte[] content) {
        return List.of();
    }

    @Override
    public Optional<String> identity() {
        return identity;
    }

    @Override
    public Optional<String> dependence(byte[] content) {
        return dependence;
    }

    @Override
    public Tester connect(String address, Path fleetDirectory, Optional<Registry> registry, Consumer<Problem> notes) {
        connections++;
        return this;
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public boolean runs(Platform other) {
        return emulated.contains(other);
    }

    @Override
    public TestReport test(Request request) throws InterruptedException {
        requests.add(request);
        if (!pulls) {
            archives.add(request.archive().require());
        }
        String target = request.target().toString();
        if (failures.containsKey(target)) {
            throw failures.get(target);
        }
        return new TestReport(
                request.target(),
                request.platform(),
                request.digest(),
                cases.getOrDefault(target, List.of(passing("works"))));
    }

    @Override
    public void finish() {}

    public static TestReport.Case passing(String name) {
        return new TestReport.Case(name, true, Duration.ofMillis(1500), "output", List.of());
    }

    public static TestReport.Case failing(String name, String... errors) {
        return new TestReport.Case(name, false, Duration.ofMillis(20), "", List.of(errors));
    }
}
