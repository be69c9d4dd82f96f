package dev.imagemanager.output;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;

/** The paths of a target's files, relative to the fleet's directory. */
public final class OutputPaths {

    public static final Path OUTPUT_DIRECTORY = Path.of(FleetReader.OUTPUT);

    /**
     * Stores images if no build registry is used. Cannot be the name of a target: image names start with a letter or
     * digit.
     */
    public static final Path IMAGE_STORE = OUTPUT_DIRECTORY.resolve(".images");

    /** The digests of external images that registries said last. */
    public static final Path BASE_DIGESTS = OUTPUT_DIRECTORY.resolve(".bases.json");

    /** What the builders were at the last connection. */
    public static final Path BUILDERS = OUTPUT_DIRECTORY.resolve(".builders.json");

    /** How long work on targets took last, and what failed. */
    public static final Path RUNS = OUTPUT_DIRECTORY.resolve(".runs.json");

    /** The texts that the keys of the last builds have hashes of. */
    public static final Path INPUTS = OUTPUT_DIRECTORY.resolve(".inputs");

    /** Copies of build contexts while they are sent. */
    public static final Path SENT_CONTEXTS = OUTPUT_DIRECTORY.resolve(".contexts");

    /** The tests that have an image in a Docker daemon. */
    public static final Path RUNNING_TESTS = OUTPUT_DIRECTORY.resolve(".tests");

    /** The document that {@code list --output json} prints. */
    public static final Path FLEET_DOCUMENT = OUTPUT_DIRECTORY.resolve("fleet.json");

    /** Locked by the command that writes. */
    public static final Path LOCK = OUTPUT_DIRECTORY.resolve(".lock");

    /** Name of the image archive of one platform. */
    public static final String ARCHIVE = "image.tar";

    public static final String BUILD_RECORD = "build.json";
    public static final String BUILD_LOG = "build.log";
    public static final String TEST_REPORT = "test-report.json";
    public static final String JUNIT_REPORT = "test-report.xml";
    public static final String SBOM_RECORD = "sbom.json";
    public static final String ALIASES_RECORD = "aliases.json";

    /** Name of the SBOM of one platform in SPDX. */
    public static final String SPDX = "sbom.spdx.json";

    /** Name of the SBOM of one platform in CycloneDX. */
    public static final String CYCLONEDX = "sbom.cdx.json";

    private OutputPaths() {}

    public static Path directory(TargetName target) {
        return OUTPUT_DIRECTORY.resolve(target.image()).resolve(target.tag());
    }

    public static Path dockerfile(TargetName target) {
        return directory(target).resolve("Dockerfile");
    }

    /** Builders prefer {@code <Dockerfile name>.dockerignore} beside the Dockerfile to one in the build context. */
    public static Path dockerignore(TargetName target) {
        return directory(target).resolve("Dockerfile.dockerignore");
    }

    public static Path test(TargetName target) {
        return directory(target).resolve("test.yml");
    }

    /** Returns the image archive for one platform; in a separate directory if the target has several platforms. */
    public static Path archive(TargetName target, Platform platform, boolean isOnlyPlatform) {
        return platformDirectory(target, platform, isOnlyPlatform).resolve(ARCHIVE);
    }

    public static Path platformDirectory(TargetName target, Platform platform, boolean isOnlyPlatform) {
        return isOnlyPlatform ? directory(target) : directory(target).resolve(platform.fileName());
    }

    public static Path buildRecord(TargetName target) {
        return directory(target).resolve(BUILD_RECORD);
    }

    public static Path testReport(TargetName target) {
        return directory(target).resolve(TEST_REPORT);
    }

    /** Returns the test report in JUnit XML format. */
    public static Path junitReport(TargetName target) {
        return directory(target).resolve(JUNIT_REPORT);
    }

    public static Path sbomRecord(TargetName target) {
        return directory(target).resolve(SBOM_RECORD);
    }

    public static Path aliasesRecord(TargetName target) {
        return directory(target).resolve(ALIASES_RECORD);
    }

    public static Path buildLog(TargetName target) {
        return directory(target).resolve(BUILD_LOG);
    }
}
