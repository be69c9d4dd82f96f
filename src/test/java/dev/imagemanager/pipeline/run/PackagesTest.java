package dev.imagemanager.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.FakeRemotes;
import dev.imagemanager.pipeline.packages.PackageComparison;
import dev.imagemanager.pipeline.packages.PackageDiffReport;
import dev.imagemanager.pipeline.packages.PackageMatches;
import dev.imagemanager.pipeline.packages.PackageQuery;
import dev.imagemanager.pipeline.packages.PackageSearch;
import dev.imagemanager.pipeline.sbom.FakePackageScanner;
import dev.imagemanager.pipeline.sbom.SbomSettings;
import dev.imagemanager.pipeline.sbom.SbomSteps;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packages of images that were built and scanned. */
class PackagesTest extends PaperRuns {

    private static final Platform ARM64 = Platform.parse("linux/arm64");

    private final FakePackageScanner scanner = new FakePackageScanner();

    @BeforeEach
    void listPackages() {
        tests = false;
        more.add(new SbomSteps(scanner, store, new FakeRemotes(), TestSeals.documents(), environment)
                .with(new SbomSettings(false, false)));
        scanner.packages.put("base:1", List.of("openssl=3.0.14-1~deb12u2", "bash=5.2.15-2"));
        scanner.packages.put("app:1", List.of("openssl=3.0.15-1~deb12u1", "bash=5.2.15-2", "curl=7.88.1-10"));
    }

    private PackageMatches search(String query) {
        try {
            return new PackageSearch(fleet.generator(), TestSeals.documents())
                    .search(directory, PackageQuery.parse(query), events::add);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> found(PackageMatches matches) {
        return matches.matches().stream()
                .map(match -> match.image().target() + " " + match.image().platform() + " "
                        + match.listed().name() + " " + match.listed().version())
                .toList();
    }

    private PackageComparison.Compared compare(String before, String after) {
        return new PackageComparison(fleet.generator(), TestSeals.documents())
                .compare(directory, before, after, events::add);
    }

    private static String changes(PackageComparison.Compared compared) {
        return compared.diffs().stream()
                .flatMap(diff -> diff.changes().stream())
                .map(change -> change.kind() + " " + change.name() + " "
                        + change.from().orElse("-") + " " + change.to().orElse("-"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void allImagesAreSearchedInBuildOrder() {
        run();

        assertThat(found(search("openssl<3.0.15"))).containsExactly("base:1 linux/amd64 openssl 3.0.14-1~deb12u2");
        assertThat(found(search("bash")))
                .containsExactly("base:1 linux/amd64 bash 5.2.15-2", "app:1 linux/amd64 bash 5.2.15-2");
        assertThat(found(search("src-curl"))).containsExactly("app:1 linux/amd64 curl 7.88.1-10");
        PackageMatches none = search("nothing");
        assertThat(none.matches()).isEmpty();
        assertThat(none.images()).isEqualTo(4);
        assertThat(none.notes()).isEmpty();
        assertThat(none.toJson().toString())
                .isEqualTo("{\"apiVersion\":\"image-manager/v1\",\"images\":4,\"matches\":[],\"withoutSbom\":[]}");
        assertThat(search("curl").toJson().path("matches").path(0).toString())
                .matches("\\{\"target\":\"app:1\",\"platform\":\"linux/amd64\",\"digest\":\"sha256:[0-9a-f]{64}\","
                        + "\"package\":\"curl\",\"version\":\"7.88.1-10\",\"type\":\"deb\",\"license\":\"MIT\","
                        + "\"purl\":\"pkg:deb/debian/curl@7.88.1-10\\?arch=amd64&upstream=src-curl\","
                        + "\"source\":\"src-curl\"}");
    }

    @Test
    void theImageItselfIsNoPackage() {
        run("app");
        assertThat(found(search("*"))).hasSize(3);
        assertThat(found(search("app"))).isEmpty();
    }

    /** What was not looked into must not look as if nothing was found there. */
    @Test
    void targetsWithoutAnUpToDateSbomAreNamed() {
        run();
        fleet.with("images/app/Dockerfile", "FROM base:1\nRUN true\n");
        more.clear();
        run("app");
        fleet.without("dist/other/1/build.json");
        fleet.with("dist/top/1/sbom.spdx.json", "{}");

        PackageMatches matches = search("bash");
        assertThat(found(matches)).containsExactly("base:1 linux/amd64 bash 5.2.15-2");
        assertThat(matches.images()).isEqualTo(1);
        assertThat(matches.notes())
                .extracting(Problem::message)
                .containsExactly("without an SBOM of the last build, and not searched: app:1, other:1, top:1");
    }

    @Test
    void twoTargetsAreCompared() {
        run();

        PackageComparison.Compared compared = compare("base", "app:1");
        assertThat(changes(compared))
                .isEqualTo("added curl - 7.88.1-10\nchanged openssl 3.0.14-1~deb12u2 3.0.15-1~deb12u1");
        assertThat(changes(compare("app:1", "base:1")))
                .isEqualTo("removed curl 7.88.1-10 -\nchanged openssl 3.0.15-1~deb12u1 3.0.14-1~deb12u2");
        assertThat(compare("app", "app").isEmpty()).isTrue();
        assertThat(PackageDiffReport.summary(compared.diffs().get(0))).isEqualTo("1 added, 1 changed");
        assertThat(PackageDiffReport.json(compared)
                        .path("images")
                        .path(0)
                        .path("changed")
                        .toString())
                .isEqualTo("[{\"package\":\"openssl\",\"type\":\"deb\",\"from\":\"3.0.14-1~deb12u2\","
                        + "\"to\":\"3.0.15-1~deb12u1\"}]");
        assertThat(PackageDiffReport.markdown(compared))
                .contains("1 added, 1 changed\n\n| change | package | type | from | to |\n")
                .contains("| added | `curl` | deb |  | `7.88.1-10` |\n")
                .contains("| changed | `openssl` | deb | `3.0.14-1~deb12u2` | `3.0.15-1~deb12u1` |\n");
        assertThat(PackageDiffReport.markdown(compare("app", "app"))).contains("The same packages.");
    }

    @Test
    void digestsAndReferencesAreFound() {
        run();
        String base = search("bash").matches().get(0).image().digest().toString();

        assertThat(changes(compare(
                        base,
                        "ghcr.io/acme/app@"
                                + search("curl").matches().get(0).image().digest())))
                .contains("added curl");
        assertThatThrownBy(() -> compare(base, TestDigests.of("unknown").toString()))
                .isInstanceOfSatisfying(InputException.class, unknown -> assertThat(fleet.shown(unknown.problems()))
                        .contains("error: no SBOM in dist is about '" + TestDigests.of("unknown") + "'"));
    }

    @Test
    void severalVersionsOfAPackageAreKeptApart() {
        scanner.packages.put("base:1", List.of("lib=1", "lib=2", "lib=3"));
        scanner.packages.put("app:1", List.of("lib=3", "lib=4"));
        run();

        assertThat(changes(compare("base", "app"))).isEqualTo("changed lib 1 4\nremoved lib 2 -");
    }

    @Test
    void platformsThatBothHaveAreCompared() {
        settings = new BuildSettings(true, false, List.of(Platform.LINUX_AMD64, ARM64));
        scanner.packages.put("app:1 linux/arm64", List.of("openssl=3.0.14-1~deb12u2", "bash=5.2.15-2"));
        run();
        assertThat(changes(compare("base", "app")))
                .isEqualTo("added curl - 7.88.1-10\nchanged openssl 3.0.14-1~deb12u2 3.0.15-1~deb12u1");
        assertThat(compare("base", "app").diffs()).hasSize(2);
        assertThat(found(search("curl"))).containsExactly("app:1 linux/amd64 curl 7.88.1-10");

        settings = new BuildSettings(true, false, List.of(ARM64));
        run("other");
        PackageComparison.Compared compared = compare("app", "other");
        assertThat(compared.diffs())
                .singleElement()
                .satisfies(diff -> assertThat(diff.before().platform()).isEqualTo(ARM64));
        assertThat(compared.notes())
                .extracting(Problem::message)
                .containsExactly("not compared: only app has an image for linux/amd64");
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() {
        run("app");
        fleet.without("dist/app/1/sbom.json");

        assertThatThrownBy(() -> compare("*", "top"))
                .isInstanceOfSatisfying(InputException.class, invalid -> assertThat(fleet.shown(invalid.problems()))
                        .contains(
                                "error: '*' is 4 targets, and one is compared with one\n  name one of them, such as base:1\n")
                        .contains("error: there is no image of top:1: it was not built here\n"));
        assertThatThrownBy(() -> compare("app", "app"))
                .isInstanceOfSatisfying(InputException.class, invalid -> assertThat(fleet.shown(invalid.problems()))
                        .isEqualTo("error: there is no SBOM of the last build of app:1 for linux/amd64\n"
                                + "  make it first: image-manager sbom app:1\n"));
    }
}
