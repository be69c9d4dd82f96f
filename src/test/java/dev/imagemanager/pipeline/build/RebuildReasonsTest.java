package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a target be built again, and what does not. */
class RebuildReasonsTest extends TargetBuilderFleet {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images/app/Dockerfile | FROM base:1.0\\nRUN true\\n",
                "images/app/Dockerfile | FROM base:1.0.0\\n",
                "images/app/new | a file",
                "images/app/.dockerignore | a pattern",
                "images/app/image.yml | tags: [{name: '1'}]\\nbuild_args: {A: b}\\n",
                "images/app/image.yml | tags: [{name: '1'}]\\nlabels: {a: b}\\n",
                "images/app/image.yml | tags: [{name: '1'}]\\nplatforms: [linux/arm64]\\n",
            })
    void aChangedFileIsAReasonToBuild(String file, String content) {
        build();
        fleet.with(file, content.replace("\\n", "\n"));
        if (content.contains("platforms")) {
            fleet.with("images/base/image.yml", "tags: [{name: 1.0.0}]\nplatforms: [linux/amd64, linux/arm64]\n");
        }

        assertThat(build()).last().asString().startsWith("app:1");
        assertThat(build()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"variables: {a: '${REGION}'}", "build_args: {A: '${REGION}'}", "labels: {a: '${REGION}'}"})
    void aChangedVariableOfTheEnvironmentIsAReasonToBuild(String settings) {
        fleet.without("images/app/Dockerfile")
                .with("images/app/Dockerfile.tmpl", "FROM base:1.0\nRUN true {=variables.a ?: ''}\n")
                .with(".image-manager.yml", "environment: [REGION]\n" + settings + "\n")
                .withVariable("REGION", "eu");
        build();
        assertThat(build()).isEmpty();
        fleet.withVariable("REGION", "us");

        assertThat(build()).last().isEqualTo("app:1");
    }

    @Test
    void aTestIsNoPartOfTheImageUnlessItIsTakenIn() {
        fleet.with("images/app/test.yml", "schemaVersion: 2.0.0\n").with("images/app/data/test.yml", "one");
        build();
        fleet.with("images/app/test.yml", "schemaVersion: '2.0.0'\n");
        assertThat(build()).isEmpty();
        fleet.with("images/app/data/test.yml", "two");
        assertThat(build()).containsExactly("app:1");

        fleet.with("images/app/.dockerignore", "!test.yml\n");
        assertThat(build()).containsExactly("app:1");
        fleet.with("images/app/test.yml", "schemaVersion: 2.0.0\n");
        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void aContextThatIsAnImageOfTheFleetIsAParent() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\ncontexts: {x: 'docker-image://base:1'}\n")
                .with("images/app/Dockerfile", "FROM scratch\nCOPY --from=x /etc/motd /\n");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(requestFor("app:1").namedContexts())
                .containsOnlyKeys("x")
                .extractingByKey("x")
                .isInstanceOf(PinnedImage.class);
        fleet.with("images/base/motd", "other\n");

        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(build()).isEmpty();
    }

    @Test
    void anotherStageIsAReasonToBuild() {
        fleet.with("images/app/Dockerfile", "FROM base:1.0 AS one\nFROM one AS two\n");
        build();
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {target: one}\n");

        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void theModeOfAFileAndTheTargetOfALinkAreReasonsToBuild() throws IOException {
        Path motd = directory.resolve("images/base/motd");
        Path link = directory.resolve("images/base/link");
        build();

        Files.setAttribute(motd, "unix:mode", 0100755);
        assertThat(build()).contains("base:1.0.0");
        Files.setAttribute(motd, "unix:mode", 0104755);
        assertThat(build()).contains("base:1.0.0");
        Files.createSymbolicLink(link, Path.of("motd"));
        assertThat(build()).contains("base:1.0.0");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("nowhere"));
        assertThat(build()).contains("base:1.0.0");
        assertThat(build()).isEmpty();
    }

    @Test
    void aContextBehindALinkIsLookedInto() throws IOException {
        fleet.with("images/linked.yml", "tags: [{name: '1'}]\n")
                .with("elsewhere/Dockerfile", "FROM debian:12\n")
                .with("elsewhere/file", "one");
        Files.createSymbolicLink(directory.resolve("images/linked"), directory.resolve("elsewhere"));
        build();
        fleet.with("elsewhere/file", "two");

        assertThat(build()).containsExactly("linked:1");
    }

    @Test
    void aBaseThatStandsForSomethingElseNowIsAReasonToBuild() {
        build();
        bases.put("debian:12", TestDigests.of("newer"));

        assertThat(build()).containsExactly("base:1.0.0", "app:1");
    }

    private List<String> notes() {
        List<String> notes = events.stream()
                .filter(PipelineEvent.Noted.class::isInstance)
                .map(note -> ((PipelineEvent.Noted) note).problem().message())
                .toList();
        events.clear();
        return notes;
    }

    @Test
    void withoutNetworkTheLastKnownDigestOfABaseIsTakenIfNothingElseChanged() {
        fleet.with("images/other/image.yml", "tags: [{name: '1'}]\n")
                .with("images/other/Dockerfile", "FROM debian:12\n");
        build();
        assertThat(notes()).isEmpty();
        offline.add("debian:12");

        assertThat(build()).isEmpty();
        assertThat(notes())
                .singleElement()
                .asString()
                .matches(
                        "offline: the digest of debian:12 cannot be looked up, so the one of .*Z is taken: no network");

        fleet.with("images/base/motd", "changed\n");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(notes())
                .contains("the digest of debian:12 cannot be looked up, so what builds on it is built every time:"
                        + " no network");
        assertThat(fleet.files("dist/base/1.0.0").get("build.json"))
                .contains("\"keyUnknown\": \"the digest of debian:12 is not known: no network\"");
        offline.clear();
        assertThat(build()).contains("base:1.0.0");
        assertThat(build()).isEmpty();
    }

    /** As when only another target was built since. */
    @Test
    void aLastKnownDigestThatIsNotTheOneOfTheImageIsAReasonToBuild() throws InterruptedException {
        build();
        FakeBaseImages newer = new FakeBaseImages();
        newer.digests.put("debian:12", TestDigests.of("newer"));
        BaseDigests later = new BaseDigests(
                newer,
                SettingsResolver.defaults(),
                new OutputDirectory(directory),
                TestSeals.documents(),
                event -> {},
                Clock.systemUTC());
        later.find(ImageReference.parse("debian:12"));
        later.store();
        offline.add("debian:12");

        assertThat(build()).contains("base:1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "damaged", "[]"})
    void aDigestThatOthersWroteIsNotTaken(String document) {
        build();
        String known = fleet.files("dist").get(".bases.json");
        assertThat(known).contains("\"debian:12\"", TestDigests.of("debian").toString());
        offline.add("debian:12");

        fleet.with("dist/.bases.json", document);
        assertThat(build()).contains("base:1.0.0");
        fleet.with("dist/.bases.json", known.replace("debian:12", "debian:11"));
        assertThat(build()).contains("base:1.0.0");
    }

    @Test
    void aBaseThatIsUnknownIsNotedOnce() {
        bases.clear();
        fleet.with("images/other/image.yml", "tags: [{name: '1'}]\n")
                .with("images/other/Dockerfile", "FROM debian:12\n");
        build();

        assertThat(notes())
                .containsExactly("the digest of debian:12 cannot be looked up, so what builds on it is built every"
                        + " time: nobody has it");
    }

    @Test
    void anotherBuilderIsAReasonToBuild() {
        build();
        imageBuilder.version = "v2";

        assertThat(build()).hasSize(2);
    }

    /** Nothing connects to an external builder as long as nothing is to be built. */
    @Test
    void anotherVersionOfAnExternalBuilderCountsFromTheNextConnection() {
        imageBuilder.assumed = Optional.of(new ImageBuilder.Identity("v0", Platform.LINUX_AMD64));
        assertThat(build()).hasSize(2);
        assertThat(fleet.files("dist/app/1").get("build.json")).contains("\"buildkit\": \"v1\"");
        imageBuilder.version = "v2";
        imageBuilder.connections.set(0);
        assertThat(build()).isEmpty();
        assertThat(imageBuilder.connections).hasValue(0);

        fleet.with("images/app/new", "a file");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(build()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "damaged", "[]"})
    void whatOthersSayOfTheBuilderIsNotTaken(String document) {
        imageBuilder.assumed = Optional.of(new ImageBuilder.Identity("v0", Platform.LINUX_AMD64));
        build();
        fleet.with("dist/.builders.json", document);

        assertThat(build()).as("connected, and found in the registry").isEmpty();
        assertThat(planned).extracting(PlannedWork::action).containsOnly("build");
    }

    private void forgetEverywhere(String image) {
        store.forget(image);
        fleet.without("dist/" + image + "/1/image.tar");
    }

    @Test
    void whatTheRegistryLostIsBuiltAgain() {
        build();
        forgetEverywhere("app");

        assertThat(build()).containsExactly("app:1");
        assertThat(build()).isEmpty();
    }

    @Test
    void whatIsFoundByItsKeyIsNotBuilt() {
        build();
        Digest app = store.tags.get("app:1");

        store.tags.remove("app:1");
        assertThat(build()).isEmpty();
        assertThat(store.tags).containsEntry("app:1", app);
        store.tags.put("app:1", TestDigests.of("the image of another branch"));
        assertThat(build()).isEmpty();
        assertThat(store.tags).containsEntry("app:1", app);
        store.exported.clear();
        for (String record : List.of("{}", "damaged")) {
            fleet.with("dist/app/1/build.json", record);
            assertThat(build()).isEmpty();
            assertThat(fleet.files("dist/app/1").get("build.json")).contains(app.toString());
        }
        assertThat(store.exported)
                .as("nobody reads archives of what was not built here")
                .isEmpty();
    }

    private void freshCheckout() {
        fleet.files("dist").keySet().forEach(file -> fleet.without("dist/" + file));
    }

    @Test
    void aFreshCheckoutFindsWhatAnotherMachineBuilt() {
        build();
        freshCheckout();

        imageBuilder.connections.set(0);
        assertThat(build()).isEmpty();
        assertThat(imageBuilder.connections).hasValue(0);
        assertThat(planned).extracting(PlannedWork::kind).containsOnly(PlannedWork.Kind.NONE);
        freshCheckout();
        fleet.with("images/app/new", "a file");
        assertThat(build()).containsExactly("app:1");
    }

    /** What strangers wrote may be in it: others must not take it for theirs. */
    @Test
    void anUntrustedBuildReadsTheMemoryAndDoesNotWriteIt() {
        fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "true");
        build();
        assertThat(store.tags.keySet()).contains("app:1").noneMatch(name -> name.contains(":im-"));
        freshCheckout();
        assertThat(build()).hasSize(2);

        fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "false");
        freshCheckout();
        build();
        fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "true");
        freshCheckout();
        assertThat(build()).isEmpty();
    }

    @Test
    void theArchiveOfAnImageThatAnotherMachineBuiltIsFetchedForATest() {
        build();
        freshCheckout();
        tested.add(new TargetName("app", "1"));
        store.exported.clear();

        assertThat(build()).isEmpty();
        assertThat(store.exported).containsExactly("app:1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anArchiveThatIsMissingOrDamagedIsWrittenAgain(boolean isDamaged) {
        tested.add(new TargetName("app", "1"));
        build();
        String archive = fleet.files("dist/app/1").get("image.tar");
        if (isDamaged) {
            fleet.with("dist/app/1/image.tar", archive.replace("sha256", "SHA256"));
        } else {
            fleet.without("dist/app/1/image.tar");
        }

        assertThat(build()).isEmpty();
        assertThat(fleet.files("dist/app/1")).containsEntry("image.tar", archive);
        assertThat(notes())
                .hasSize(isDamaged ? 1 : 0)
                .allMatch(note -> note.startsWith("dist/app/1/image.tar is written again"));
    }

    @Test
    void anotherImageInTheRecordIsNotTaken() {
        build();
        String record = fleet.files("dist/app/1").get("build.json");
        Digest app = store.tags.get("app:1");
        String base = store.tags.get("base:1.0.0").toString();
        fleet.with("dist/app/1/build.json", record.replace(app.toString(), base));

        assertThat(build()).isEmpty();
        assertThat(fleet.files("dist/app/1").get("build.json")).contains(app.toString());
    }

    @Test
    void whatDoesNotReachTheImageIsNoReason() throws IOException {
        fleet.with("images/tmpl/image.yml", "tags: [{name: '1'}]\n")
                .with("images/tmpl/Dockerfile.tmpl", "FROM debian:12\n{! a comment !}\n");
        build();
        fleet.with("images/app/image.yml", "# a comment\ntags: [ { name: '1' } ]\n")
                .with("images/tmpl/Dockerfile.tmpl", "FROM debian:12\n{! another comment !}\n");
        Files.setLastModifiedTime(directory.resolve("images/base/motd"), FileTime.fromMillis(0));
        environment.set("HTTPS_PROXY", "http://proxy:3128");

        assertThat(build()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM unknown:1",
                "# syntax=unknown/frontend:1\nFROM debian:12",
                "FROM debian:12\nCOPY --from=unknown:1 /a /b",
            })
    void whatCannotBeKnownIsBuiltEveryTime(String dockerfile) {
        fleet.with("images/app/Dockerfile", dockerfile + "\n");
        build();

        assertThat(build()).containsExactly("app:1");
        assertThat(requestFor("app:1").references()).containsExactly(ImageReference.parse("localhost:5050/app:1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM debian:12\nADD file /",
                "FROM debian:12\nADD --checksum=sha256:00 https://example.com/file /",
                "FROM debian:12\nRUN echo https://example.com",
                "FROM debian:12\nONBUILD ADD \\\n  https://example.com/file /",
                "FROM scratch",
                "FROM debian:12@sha256:0000000000000000000000000000000000000000000000000000000000000000",
            })
    void whatIsKnownIsBuiltOnce(String dockerfile) {
        bases.put(
                "debian:12@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                TestDigests.of("pinned"));
        fleet.with("images/app/Dockerfile", dockerfile + "\n").with("images/app/file", "");
        build();

        assertThat(build()).isEmpty();
    }

    /** As in BuildKit's own cache. */
    @Test
    void theIdsOfSecretsAndAgentsCountAndTheirContentsDoNot() {
        String secret = "tags: [{name: '1'}]\nbuild: {secrets: [{id: token, env: TOKEN}]}\n";
        fleet.with("images/app/image.yml", secret);
        environment.set("TOKEN", "one");
        build();
        assertThat(fleet.files("dist/app/1").get("build.json"))
                .contains("\"secret token\": \"\"")
                .doesNotContain("TOKEN");
        environment.set("TOKEN", "two");
        assertThat(build()).isEmpty();
        fleet.with("images/app/image.yml", secret.replace("env: TOKEN", "src: token.txt"));
        assertThat(build()).isEmpty();

        fleet.with("images/app/image.yml", secret.replace("id: token", "id: other"));
        assertThat(build()).containsExactly("app:1");
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {ssh: [default, other=/one]}\n");
        assertThat(build()).containsExactly("app:1");
        assertThat(fleet.files("dist/app/1").get("build.json")).contains("\"ssh default\"", "\"ssh other\": \"\"");
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {ssh: [default, other=/two]}\n");
        assertThat(build()).isEmpty();
    }

    @Test
    void aDefinitionCanAskForABuildEachTimeOfAllSteps() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {rebuild: always}\n")
                .with("images/app/Dockerfile", "FROM base:1.0\nADD https://example.com/file /\n");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(notes()).contains("app:1: always built: its definition says 'rebuild: always'");
        assertThat(requestFor("app:1").useCache()).isFalse();
        assertThat(requestFor("base:1.0.0").useCache()).isTrue();
        assertThat(build()).containsExactly("app:1");
        assertThat(fleet.files("dist/app/1").get("build.json"))
                .contains("\"keyUnknown\": \"its definition says 'rebuild: always'\"");
        assertThat(remotes.asked).isEmpty();

        remotes.versions.put("https://example.com/file", "one");
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {rebuild: changed}\n");
        assertThat(build()).containsExactly("app:1");
        assertThat(build()).isEmpty();
    }

    @Test
    void theFrontendOfABuildArgumentCounts() {
        fleet.with(
                "images/app/image.yml",
                "tags: [{name: '1'}]\nbuild_args: {BUILDKIT_SYNTAX: 'example/frontend:1 with arguments'}\n");
        build();
        assertThat(build()).containsExactly("app:1");

        bases.put("example/frontend:1", TestDigests.of("one"));
        build();
        assertThat(build()).isEmpty();
        bases.put("example/frontend:1", TestDigests.of("two"));
        assertThat(build()).containsExactly("app:1");
    }
}
