package dev.imagemanager.pipeline.test;

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
import java.util.Set;

/** Runs nothing; every image passes one test unless something else is said. */
public final class FakeImageTester implements ImageTester, ImageTester.Tester {

    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** Target → its cases. */
    public final Map<String, List<TestReport.Case>> cases = new HashMap<>();

    /** Target → what its test ends with. */
    public final Map<String, RuntimeException> failures = new HashMap<>();

    public final Set<Platform> emulated = new HashSet<>();

    Platform platform = Platform.LINUX_AMD64;

    @Override
    public List<Problem> check(Path shown, byte[] content) {
        return List.of();
    }

    @Override
    public Tester connect(String address, Path fleetDirectory) {
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
    public TestReport test(Request request) {
        requests.add(request);
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

    public static TestReport.Case passing(String name) {
        return new TestReport.Case(name, true, Duration.ofMillis(1500), "output", List.of());
    }

    public static TestReport.Case failing(String name, String... errors) {
        return new TestReport.Case(name, false, Duration.ofMillis(20), "", List.of(errors));
    }
}
