package dev.imagemanager.pipeline.attest;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestFleet;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image {@code app:1.0.0} for two platforms. */
final class AttestFixture {

    static final Platform AMD64 = Platform.parse("linux/amd64");
    static final Platform ARM64 = Platform.parse("linux/arm64");
    static final Digest INDEX = TestDigests.of("index");
    static final SortedMap<Platform, Digest> PLATFORMS =
            new TreeMap<>(Map.of(AMD64, TestDigests.of("amd64"), ARM64, TestDigests.of("arm64")));
    static final FleetSource SOURCE =
            new FleetSource("0123456789012345678901234567890123456789", Optional.of("https://example.com/acme/images"));

    private AttestFixture() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @param publish the key of the settings */
    static Fleet fleet(Path directory, String publish) {
        return files(directory, publish).generate().fleet();
    }

    static TestFleet files(Path directory, String publish) {
        return TestFleet.small(directory)
                .with(
                        ".image-manager.yml",
                        "registries: [{ url: registry.example.com/acme, default: true }]\n" + publish);
    }

    static AttestedImage image(Fleet fleet) {
        return new AttestedImage(
                fleet.targets().get(new TargetName("app", "1.0.0")), INDEX, PLATFORMS, evidence("it greets"));
    }

    static AttestedImage with(AttestedImage image, Evidence evidence) {
        return new AttestedImage(image.target(), image.digest(), image.platforms(), evidence);
    }

    static Evidence evidence(String test) {
        SortedMap<Platform, SortedMap<String, String>> inputs = new TreeMap<>();
        SortedMap<Platform, byte[]> sboms = new TreeMap<>();
        PLATFORMS.keySet().forEach(platform -> {
            inputs.put(platform, inputs(platform));
            sboms.put(platform, bytes("{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"a\"}]}"));
        });
        return new Evidence(
                inputs,
                new TreeMap<>(),
                Optional.of(new TestEvidence(
                        PLATFORMS.get(AMD64), AMD64, TestDigests.of("tests"), List.of(test), List.of())),
                sboms);
    }

    private static SortedMap<String, String> inputs(Platform platform) {
        return new TreeMap<>(Map.of(
                "dockerfile",
                "ab".repeat(32),
                "platform",
                platform.toString(),
                "base debian:bookworm-slim",
                TestDigests.of("debian").toString(),
                "parent base:1",
                TestDigests.of("parent").toString()));
    }
}
