package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.settings.Registry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what it is told; {@code libc6} where it is told nothing. */
public final class FakePackageScanner implements PackageScanner {

    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** Target, or target and platform → its packages. */
    public final Map<String, List<String>> packages = new HashMap<>();

    /** Target → what its scan ends with. */
    public final Map<String, RuntimeException> failures = new HashMap<>();

    public Optional<Identity> identity = Optional.of(new Identity("scanner", "1.0"));

    /** How often the program was looked for. */
    public int connections;

    @Override
    public Optional<Identity> identity() {
        return identity;
    }

    @Override
    public Scanner connect(Optional<Registry> registry) {
        connections++;
        return new Scanner() {
            @Override
            public Identity identity() {
                return identity.orElseThrow();
            }

            @Override
            public Scan scan(Request request) {
                return FakePackageScanner.this.found(request);
            }
        };
    }

    private Scan found(Request request) {
        requests.add(request);
        String target = request.target().toString();
        if (failures.containsKey(target)) {
            throw failures.get(target);
        }
        List<String> ofTarget = packages.getOrDefault(target, List.of("libc6=2.36-9+deb12u14"));
        return new Scan(
                SampleSboms.spdx(packages.getOrDefault(target + " " + request.platform(), ofTarget)),
                SampleSboms.cycloneDx());
    }

    /** Returns what was scanned, and forgets it. */
    public List<String> scanned() {
        List<String> scanned = requests.stream()
                .map(request -> request.target() + " " + request.platform())
                .sorted()
                .toList();
        requests.clear();
        return scanned;
    }
}
