package dev.imagemanager.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestSeals;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.FakeRemotes;
import dev.imagemanager.pipeline.sbom.FakePackageScanner;
import dev.imagemanager.pipeline.sbom.PackageScanner;
import dev.imagemanager.pipeline.sbom.SbomSettings;
import dev.imagemanager.pipeline.sbom.SbomStep;
import dev.imagemanager.pipeline.sbom.SbomSteps;
import dev.imagemanager.pipeline.sbom.Sboms;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images are scanned when they are other ones, and only then. */
class SbomRunsTest extends PaperRuns {

    private static final Platform AMD64 = Platform.LINUX_AMD64;
    private static final Platform ARM64 = Platform.parse("linux/arm64");

    private final FakePackageScanner scanner = new FakePackageScanner();

    @BeforeEach
    void listPackages() {
        tests = false;
        list(new SbomSettings(false, false));
    }

    private void list(SbomSettings settings) {
        more.clear();
        more.add(new SbomSteps(scanner, store, new FakeRemotes(), TestSeals.documents(), environment).with(settings));
    }

    private List<String> plannedSboms() {
        return planned(SbomStep.ACTIVITY);
    }

    private Map<String, String> dist(String target) {
        return fleet.files("dist/" + target);
    }

    private Digest digest(String target) {
        return Digest.parse(dist(target).get("build.json").replaceAll("(?s).*?\"digest\": \"([^\"]*)\".*", "$1"));
    }

    @Test
    void eachImageIsScannedByDigestAndOnlyOnce() {
        assertThat(plannedSboms())
                .containsExactly(
                        "base:1 depends: it is built first",
                        "app:1 depends: it is built first",
                        "other:1 depends: it is built first",
                        "top:1 depends: it is built first");
        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 ok, other:1 ok, top:1 ok");
        assertThat(report.columns()).contains("PACKAGES");
        assertThat(report.toJson().path("targets").path(0).path("packages").toString())
                .isEqualTo("{\"linux/amd64\":1}");
        assertThat(scanner.requests)
                .allSatisfy(request -> assertThat(request.image().digest())
                        .isEqualTo(digest(request.target().image() + "/1")));
        assertThat(scanner.scanned())
                .containsExactly("app:1 linux/amd64", "base:1 linux/amd64", "other:1 linux/amd64", "top:1 linux/amd64");
        assertThat(dist("app/1").get("sbom.spdx.json"))
                .contains("\"name\":\"libc6\"")
                .endsWith("}\n");
        assertThat(dist("app/1").get("sbom.cdx.json")).contains("\"bomFormat\":\"CycloneDX\"");

        assertThat(plannedSboms())
                .containsExactly("base:1 up to date", "app:1 up to date", "other:1 up to date", "top:1 up to date");
        assertThat(states(run())).contains("app:1 up to date");
        assertThat(scanner.scanned()).isEmpty();
        assertThat(scanner.connections).as("searches for the program").isEqualTo(1);
    }

    @Test
    void eachReasonIsSaid() {
        run();
        fleet.with("images/app/Dockerfile", "FROM base:1\nRUN true\n");
        String before = digest("app/1").abbreviated();
        more.clear();
        run("app");
        list(new SbomSettings(false, false));
        assertThat(plannedSboms())
                .contains(
                        "base:1 up to date",
                        "app:1 scan: image changed from " + before + " to "
                                + digest("app/1").abbreviated());

        fleet.without("dist/base/1/sbom.cdx.json").with("dist/other/1/sbom.json", "{}");
        assertThat(plannedSboms())
                .contains(
                        "base:1 scan: files of the last scan are missing or changed",
                        "other:1 scan: it was not scanned here yet");
        run();
        scanner.identity = Optional.of(new PackageScanner.Identity("scanner", "2.0"));
        assertThat(plannedSboms()).contains("base:1 scan: scanner changed from scanner 1.0 to scanner 2.0");
        scanner.identity = Optional.empty();
        assertThat(plannedSboms()).contains("base:1 scan: scanner changed from scanner 1.0 to an unknown scanner");
        scanner.identity = Optional.of(new PackageScanner.Identity("scanner", "1.0"));
        list(new SbomSettings(true, false));
        assertThat(plannedSboms()).contains("base:1 scan: it was requested with --force");
        builds = false;
        fleet.without("dist/other/1/build.json");
        assertThat(plannedSboms()).contains("other:1 fail: there is no image: it was not built");
        assertThat(states(run("other"))).isEqualTo("other:1 no sbom");
        assertThat(failures()).contains("there is no image of other:1", "image-manager build other:1");
    }

    @Test
    void runsOnlyScanWhatTheFleetWants() {
        list(new SbomSettings(false, true));

        RunReport report = run();
        assertThat(report.columns()).doesNotContain("PACKAGES");
        assertThat(report.toJson().path("targets").path(0).has("packages")).isFalse();
        assertThat(plannedSboms()).isEmpty();
        assertThat(scanner.connections).isZero();

        fleet.with(".image-manager.yml", "sbom: true\n");
        assertThat(plannedSboms()).hasSize(4);
        assertThat(run("app").columns()).contains("PACKAGES");
        assertThat(scanner.scanned()).containsExactly("app:1 linux/amd64");
    }

    @Test
    void severalPlatformsHaveFoldersOfTheirOwn() {
        run("other");
        settings = new BuildSettings(true, false, List.of(AMD64, ARM64));
        scanner.packages.put("other:1 linux/arm64", List.of("a=1", "b=2"));
        scanner.scanned();

        RunReport report = run("other");

        assertThat(scanner.scanned()).containsExactly("other:1 linux/amd64", "other:1 linux/arm64");
        assertThat(report.toJson().path("targets").path(0).path("packages").toString())
                .isEqualTo("{\"linux/amd64\":1,\"linux/arm64\":2}");
        assertThat(dist("other/1"))
                .containsKeys(
                        "linux-amd64/sbom.spdx.json",
                        "linux-amd64/sbom.cdx.json",
                        "linux-arm64/sbom.spdx.json",
                        "linux-arm64/sbom.cdx.json",
                        "sbom.json")
                .doesNotContainKeys("sbom.spdx.json", "sbom.cdx.json");

        settings = new BuildSettings(true, false, List.of());
        run("other");
        assertThat(scanner.scanned()).containsExactly("other:1 linux/amd64");
        assertThat(dist("other/1").keySet())
                .filteredOn(file -> file.contains("sbom"))
                .containsExactlyInAnyOrder("sbom.spdx.json", "sbom.cdx.json", "sbom.json");
    }

    @Test
    void whatASbomIsMadeForIsWhatOthersGet() {
        run("app");
        TargetName app = new TargetName("app", "1");
        Sboms sboms = new Sboms(new OutputDirectory(directory), TestSeals.documents());
        Map<Platform, Digest> images = Map.of(AMD64, digest("app/1"));

        assertThat(sboms.spdx(app, images).orElseThrow().get(AMD64))
                .asString(java.nio.charset.StandardCharsets.ISO_8859_1)
                .isEqualTo(dist("app/1").get("sbom.spdx.json"));
        assertThat(sboms.spdx(app, Map.of(AMD64, digest("base/1")))).isEmpty();
        assertThat(sboms.spdx(app, Map.of(AMD64, digest("app/1"), ARM64, digest("app/1"))))
                .isEmpty();
        assertThat(sboms.spdx(app, Map.of())).isEmpty();

        String changed = dist("app/1").get("sbom.spdx.json").replace("libc6", "libc7");
        fleet.with("dist/app/1/sbom.spdx.json", changed);
        assertThat(sboms.spdx(app, images)).isEmpty();
        assertThat(new Sboms(new OutputDirectory(directory), TestSeals.documents()).scanned(new TargetName("no", "1")))
                .isEmpty();
    }

    /** Somebody else's record comes with a repository. */
    @Test
    void aRecordOfSomebodyElseIsNotUsed() {
        run("app");
        String forged = dist("app/1").get("sbom.json").replace("\"packages\": 1", "\"packages\": 2");
        assertThat(forged).isNotEqualTo(dist("app/1").get("sbom.json"));
        fleet.with("dist/app/1/sbom.json", forged);

        assertThat(plannedSboms()).contains("app:1 scan: it was not scanned here yet");
    }

    @Test
    void aScanThatFailsFailsItsTargetAlone() {
        scanner.failures.put("app:1", new EnvironmentException(Problem.error("the registry is gone")));
        scanner.failures.put("top:1", new TimeLimitException(Optional.empty(), List.of("still reading")));
        timeLimit = Optional.of(Duration.ofSeconds(90));

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 no sbom, other:1 ok, top:1 sbom failed");
        assertThat(report.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(failures())
                .contains("error: the sbom of app:1 failed: the registry is gone")
                .contains(
                        "error: the scan of top:1 did not end within 1m30s, and was stopped\n  use --timeout 3m\nstill reading");
        assertThat(dist("app/1")).doesNotContainKeys("sbom.json", "sbom.spdx.json");
    }

    @Test
    void whatTheScannerWritesIsChecked() {
        scanner.packages.put("app:1", List.of("=1"));

        assertThat(states(run("app"))).contains("app:1 no sbom");
        assertThat(failures()).contains("is no SPDX 2.3: one of its packages has no name");
        assertThat(dist("app/1")).doesNotContainKey("sbom.spdx.json");
    }

    @Test
    void theTimeIsThatOfImages() {
        run("base");
        assertThat(dist("base/1").get("sbom.spdx.json")).contains("\"created\":\"1980-02-01T00:00:00Z\"");
        environment.set("SOURCE_DATE_EPOCH", "1700000000");
        list(new SbomSettings(true, false));
        run("base");
        assertThat(dist("base/1").get("sbom.cdx.json")).contains("\"timestamp\":\"2023-11-14T22:13:20Z\"");
        environment.set("SOURCE_DATE_EPOCH", "yesterday");
        assertThatThrownBy(() -> run("base")).isInstanceOf(InputException.class);
    }
}
