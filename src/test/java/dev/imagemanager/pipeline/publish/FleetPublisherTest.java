package dev.imagemanager.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestSeals;
import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.settings.PublishSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.attest.BlobSigner;
import dev.imagemanager.pipeline.attest.BlobSigners;
import dev.imagemanager.pipeline.attest.FakeAttachments;
import dev.imagemanager.pipeline.attest.ImageAttester;
import dev.imagemanager.pipeline.attest.SignatureVerifier;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.measure.AliasMeasurer;
import dev.imagemanager.pipeline.measure.FakeImageMeasurer;
import dev.imagemanager.pipeline.publish.PublishReport.TagState;
import dev.imagemanager.pipeline.run.PaperRuns;
import dev.imagemanager.pipeline.test.FakeImageTester;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetPublisherTest extends PaperRuns {

    private static final String HERE = "registry.example.com/acme";

    private final FakeRegistries registries = new FakeRegistries();
    private final FakeAttachments attachments = new FakeAttachments();

    private final FakeImageMeasurer measurer = new FakeImageMeasurer();

    private boolean dryRun;
    private boolean overwrite;
    private boolean untested;
    private boolean keepsGoing;
    private Optional<String> source = Optional.empty();
    private Optional<Snapshot> snapshot = Optional.empty();
    private List<String> destinations = List.of(HERE);

    @BeforeEach
    void makeVersions() {
        fleet.with("images/base/image.yml", "tags: [{name: 1.0.0}]\ntests: optional\n")
                .with("images/app/image.yml", "tags: [{name: 1.2.0}]\naliases: { latest: 1.2.0 }\n")
                .with("images/app/Dockerfile", "FROM base:1.0.0\n")
                .without("images/top/image.yml")
                .without("images/other/image.yml");
    }

    private PublishReport publish(String... targets) {
        try {
            return new FleetPublisher(
                            runner(),
                            buildSteps(),
                            testSteps(),
                            registries,
                            new ImageAttester(new NoSigners(), attachments, directory -> Optional.empty()),
                            attachments,
                            TestSeals.documents(),
                            new AliasMeasurer(measurer, TestSeals.documents()))
                    .publish(
                            new PublishRequest(
                                    directory,
                                    new TargetSelector(List.of(targets), false, false),
                                    TargetFilter.all(),
                                    destinations,
                                    source,
                                    snapshot,
                                    new PublishRequest.Rules(dryRun, overwrite, untested, keepsGoing, false),
                                    1),
                            events::add);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Nothing is signed here. */
    private static final class NoSigners implements BlobSigners {

        @Override
        public BlobSigner open(PublishSettings.Signing signing) {
            throw new AssertionError("nothing is to be signed");
        }

        @Override
        public SignatureVerifier verifier(Optional<String> publicKey, Optional<PublishSettings.Signing> signing) {
            throw new AssertionError("nothing is to be verified");
        }
    }

    private static String states(PublishReport report) {
        return report.images().stream()
                .map(image -> image.target() + " " + image.state())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, TagState> tags(PublishReport report, String image) {
        return report.images().stream()
                .filter(found -> found.target().image().equals(image))
                .flatMap(found -> found.tags().stream())
                .collect(Collectors.toMap(tag -> tag.move().tag(), PublishReport.Tag::state));
    }

    @Test
    void allContentIsThereBeforeTagsMoveAndAliasesMoveLast() {
        run();

        PublishReport report = publish();

        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(states(report)).isEqualTo("base:1.0.0 published, app:1.2.0 published");
        assertThat(registries.actions.subList(0, 2)).containsExactly("copy " + HERE + "/base", "copy " + HERE + "/app");
        assertThat(registries.actions.subList(2, 4))
                .containsExactlyInAnyOrder("tag " + HERE + "/base:1.0.0", "tag " + HERE + "/app:1.2.0");
        assertThat(registries.actions.subList(4, registries.actions.size()))
                .containsExactlyInAnyOrder(
                        "tag " + HERE + "/base:1",
                        "tag " + HERE + "/base:1.0",
                        "tag " + HERE + "/app:1",
                        "tag " + HERE + "/app:1.2",
                        "tag " + HERE + "/app:latest");
        assertThat(tags(report, "app"))
                .containsOnly(
                        Map.entry("1.2.0", TagState.CREATED),
                        Map.entry("1", TagState.CREATED),
                        Map.entry("1.2", TagState.CREATED),
                        Map.entry("latest", TagState.CREATED));
    }

    @Test
    void whatIsThereIsNotSentAgain() {
        run();
        publish();
        registries.actions.clear();

        PublishReport again = publish();

        assertThat(states(again)).isEqualTo("base:1.0.0 up to date, app:1.2.0 up to date");
        assertThat(registries.actions).isEmpty();
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aDryRunShowsMovesAndChangesNothing() {
        run();
        dryRun = true;

        PublishReport report = publish();

        assertThat(states(report)).isEqualTo("base:1.0.0 to be published, app:1.2.0 to be published");
        assertThat(tags(report, "base")).containsEntry("1.0.0", TagState.PLANNED);
        assertThat(registries.actions).isEmpty();
        assertThat(report.toJson().path("dryRun").asBoolean()).isTrue();
    }

    @Test
    void anImageThatDidNotPassItsTestsHoldsBackAll() {
        tester.cases.put("app:1.2.0", List.of(FakeImageTester.failing("a", "no")));
        run();

        PublishReport report = publish();

        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(report.withheld()).singleElement().satisfies(withheld -> assertThat(
                        withheld.problem().message())
                .isEqualTo("app:1.2.0 is not published: this image has not passed its tests: it failed last time"));
        assertThat(states(report)).isEqualTo("base:1.0.0 not published");
        assertThat(registries.actions).isEmpty();

        keepsGoing = true;
        assertThat(states(publish())).isEqualTo("base:1.0.0 published");
        assertThat(registries.tags).containsKey(HERE + "/base:1").doesNotContainKey(HERE + "/app:1.2.0");

        untested = true;
        assertThat(publish().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(registries.tags).containsKey(HERE + "/app:1.2.0");
    }

    @Test
    void optionalTestsNeedNotBeRunButMustNotFail() {
        fleet.with("images/base/test.yml", "schemaVersion: 2.0.0\n");
        tests = false;
        run();
        assertThat(states(publish("base"))).isEqualTo("base:1.0.0 published");

        tests = true;
        tester.cases.put("base:1.0.0", List.of(FakeImageTester.failing("a", "no")));
        run("base");
        assertThat(publish("base").withheld()).hasSize(1);
    }

    @Test
    void whatChangedSinceItsBuildIsNotPublished() {
        run();
        fleet.with("images/app/Dockerfile", "FROM base:1.0.0\nLABEL changed=1\n");

        PublishReport report = publish("app");

        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .contains(
                        "app:1.2.0 is not published: it is not built as it is defined now: context changed; dockerfile changed")
                .contains("build and test it: image-manager run app:1.2.0");
    }

    @Test
    void aTargetWithoutTestsSaysSo() {
        fleet.with("images/base/image.yml", "tags: [{name: 1.0.0}]\n");
        run("base");

        assertThat(publish("base").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .startsWith("images/base/image.yml:1:15: error: base:1.0.0 is not published: it has no tests");
    }

    @Test
    void aFullVersionKeepsItsDigest() {
        run();
        Digest other = Digest.of("other");
        registries.tags.put(HERE + "/base:1.0.0", other);

        PublishReport refused = publish();

        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures()).contains("the tag 1.0.0 of " + HERE + "/base must not change: it stands for " + other);
        assertThat(tags(refused, "base"))
                .containsEntry("1.0.0", TagState.REFUSED)
                .containsEntry("1", TagState.KEPT);
        assertThat(registries.actions).isEmpty();

        overwrite = true;
        assertThat(tags(publish(), "base")).containsEntry("1.0.0", TagState.MOVED);
        assertThat(registries.tags.get(HERE + "/base:1.0.0")).isNotEqualTo(other);
    }

    @Test
    void aFullVersionMayChangeWhereTheRegistrySaysSo() {
        fleet.with(
                ".image-manager.yml",
                "registries: [{ url: registry.example.com/acme, default: true, immutable_tags: false }]\n");
        destinations = List.of();
        run();
        registries.tags.put(HERE + "/base:1.0.0", Digest.of("other"));

        assertThat(publish().exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void anAliasDoesNotMoveBack() {
        run();
        Digest later = Digest.of("later");
        registries.tags.put(HERE + "/app:latest", later);
        registries.versions.put(later, "1.10.0");

        PublishReport refused = publish();

        assertThat(failures())
                .contains("the alias latest of " + HERE + "/app would move back from 1.10.0 (" + later + ") to 1.2.0");
        assertThat(tags(refused, "app")).containsEntry("latest", TagState.REFUSED);
        assertThat(registries.tags).hasSize(1);

        registries.versions.put(later, "1.1.9");
        assertThat(tags(publish(), "app")).containsEntry("latest", TagState.MOVED);
    }

    /** What was published as a version keeps its digest, whatever becomes of the name. */
    @Test
    void anAliasDoesNotTakeTheTagOfAVersion() {
        fleet.with("images/app/image.yml", "tags: [{name: 2.0.0}]\naliases: { 1.2.0: 2.0.0, stable: 2.0.0 }\n");
        run();
        Digest version = Digest.of("version");
        registries.tags.put(HERE + "/app:1.2.0", version);
        registries.tags.put(HERE + "/app:stable", version);
        registries.versions.put(version, "1.2.0");

        PublishReport refused = publish();

        assertThat(failures())
                .contains("the tag 1.2.0 of " + HERE + "/app must not change: it stands for the version 1.2.0 ("
                        + version + "), and is an alias of app:2.0.0");
        assertThat(tags(refused, "app"))
                .containsEntry("1.2.0", TagState.REFUSED)
                .containsEntry("stable", TagState.KEPT);

        overwrite = true;
        assertThat(tags(publish(), "app")).containsEntry("1.2.0", TagState.MOVED);
    }

    @Test
    void aPlaceThatIsNamedTwiceIsOne() {
        fleet.with(
                ".image-manager.yml",
                "registries: [{ url: registry.example.com/acme, default: true },"
                        + " { url: registry.example.com/acme/, default: true }]\n");
        destinations = List.of();
        run();

        assertThat(publish().images()).hasSize(2);
    }

    @Test
    void aFailureMovesNoTag() {
        run();
        registries.failing.add("copy " + HERE + "/app");

        PublishReport report = publish();

        assertThat(report.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(states(report)).isEqualTo("base:1.0.0 not published, app:1.2.0 failed");
        assertThat(registries.tags).isEmpty();

        keepsGoing = true;
        assertThat(states(publish())).isEqualTo("base:1.0.0 published, app:1.2.0 failed");
    }

    @Test
    void tagsAreSetBackIfOneCannotBeSet() {
        run();
        Digest before = Digest.of("before");
        registries.tags.put(HERE + "/base:1", before);
        registries.content.add(HERE + "/base@" + before);
        registries.failing.add("tag " + HERE + "/app:latest");

        PublishReport report = publish();

        assertThat(report.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(registries.tags).containsOnly(Map.entry(HERE + "/base:1", before));
        assertThat(report.problems()).isEmpty();
        assertThat(failures()).contains("tag " + HERE + "/app:latest");
        assertThat(tags(report, "base").values()).containsOnly(TagState.KEPT);
    }

    @Test
    void whatCannotBeSetBackIsSaid() {
        run();
        registries.failing.add("tag " + HERE + "/app:latest");
        registries.canRemoveTags = false;

        PublishReport report = publish();

        assertThat(report.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.message())
                .endsWith("stays, although not all tags could be set: the registry cannot remove tags"));
        assertThat(tags(report, "base")).containsEntry("1.0.0", TagState.CREATED);
    }

    @Test
    void aSnapshotHasTagsOfItsOwn() {
        run();
        publish();
        snapshot = Optional.of(Snapshot.parse("pr-12"));

        PublishReport report = publish("app");

        assertThat(tags(report, "app")).containsOnlyKeys("1.2.0-pr-12", "1-pr-12", "1.2-pr-12", "latest-pr-12");
        assertThat(report.sent()).isZero();
        assertThat(registries.tags.get(HERE + "/app:latest-pr-12"))
                .isEqualTo(registries.tags.get(HERE + "/app:latest"));
    }

    @Test
    void aSnapshotMustFitIntoTags() {
        snapshot = Optional.of(Snapshot.parse("x".repeat(125)));
        run();

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> publish("app"))
                .satisfies(invalid -> assertThat(invalid.problems().toString())
                        .contains("the tag 1.2.0 of app:1.2.0 is too long for the snapshot", "together they have 131"));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> Snapshot.parse("pr/12"));
    }

    @Test
    void whatOneRegistryHasIsPromotedToAnother() {
        run();
        publish();
        source = Optional.of(HERE);
        destinations = List.of("prod.example.com", "other.example.com/images");

        PublishReport report = publish();

        assertThat(states(report))
                .isEqualTo("base:1.0.0 published, base:1.0.0 published, app:1.2.0 published, app:1.2.0 published");
        assertThat(registries.tags.get("prod.example.com/app:latest"))
                .isEqualTo(registries.tags.get(HERE + "/app:1.2.0"));
        assertThat(registries.tags).containsKey("other.example.com/images/base:1");
    }

    @Test
    void whatWasNotPublishedIsNotPromoted() {
        run();
        source = Optional.of("staging.example.com");

        PublishReport report = publish("app");

        assertThat(report.withheld()).singleElement().satisfies(withheld -> assertThat(
                        withheld.problem().message())
                .isEqualTo("app:1.2.0 is not published: staging.example.com does not have it"));
    }

    @Test
    void anotherImageThanTheTestedOneIsNotPromoted() {
        run();
        registries.tags.put(HERE + "/app:1.2.0", Digest.of("tampered"));
        source = Optional.of(HERE);
        destinations = List.of("prod.example.com");

        assertThat(publish("app").withheld()).singleElement().satisfies(withheld -> assertThat(
                        withheld.problem().message())
                .startsWith("app:1.2.0 is not published: this image has not passed its tests"));
    }

    @Test
    void whatIsKnownIsAttachedBeforeTagsMove() {
        fleet.with(".image-manager.yml", "publish: { attest: [tests, provenance] }\n");
        run();

        PublishReport report = publish("app");

        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(report.images()).singleElement().satisfies(image -> {
            assertThat(image.attached()).containsExactlyInAnyOrder("tests", "provenance");
            assertThat(attachments
                            .at(Registry.at("registry.example.com"), "acme/app")
                            .statements(image.digest()))
                    .hasSize(2);
        });
    }

    @Test
    void whatIsToBeAttachedMustBeThere() {
        fleet.with(".image-manager.yml", "publish: { attest: [sbom] }\n");
        run();

        PublishReport report = publish("app");

        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures()).contains("there is no SBOM of app:1.2.0", "run 'image-manager sbom app:1.2.0' first");
        assertThat(registries.actions).isEmpty();
    }

    @Test
    void placesMustBeRegistries() {
        destinations = List.of("https://registry.example.com", "acme");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> publish())
                .satisfies(invalid -> assertThat(invalid.problems()).hasSize(2));

        destinations = List.of();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> publish())
                .satisfies(invalid ->
                        assertThat(invalid.problems().get(0).message()).isEqualTo("no registry to publish to"));
    }

    @Test
    void aFailedBuildIsNotPublished() {
        builder.failures.put("app:1.2.0", new BuildFailedException("exit code: 7", Optional.empty(), List.of(), 1));
        run();

        assertThat(publish("app").withheld()).hasSize(1);
    }

    private static final MeasuredAlias.Run VERSION = new MeasuredAlias.Run(List.of("app", "--version"));

    private void measured(String... aliases) {
        fleet.with(
                "images/app/image.yml",
                "tags: [{name: 1.2.0}, {name: 1.1.0}]\naliases: { latest: 1.2.0, " + String.join(", ", aliases)
                        + " }\n");
    }

    @Test
    void anAliasSaysWhatIsInAnImage() {
        measured("'app-{=output}': { run: [app, --version], tag: 1.2.0 }", "'os-{= output }': { file: /etc/os }");
        measurer.texts.put("app:1.2.0 " + VERSION, "  3.11.2 \nmore\n");
        measurer.texts.put("app:1.2.0 the file /etc/os", "12.5");
        measurer.texts.put("app:1.1.0 the file /etc/os", "12.4");
        run();

        PublishReport report = publish();

        assertThat(failures()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(registries.tags.get(HERE + "/app:app-3.11.2")).isEqualTo(registries.tags.get(HERE + "/app:1.2.0"));
        assertThat(registries.tags.get(HERE + "/app:os-12.4")).isEqualTo(registries.tags.get(HERE + "/app:1.1.0"));
        assertThat(registries.tags).containsKey(HERE + "/app:os-12.5");
        assertThat(report.images().get(1).tags())
                .filteredOn(tag -> tag.move().tag().startsWith("os-"))
                .allMatch(tag -> tag.move().isAlias());
        assertThat(registries.actions.subList(registries.actions.size() - 9, registries.actions.size()))
                .as("aliases move last")
                .contains("tag " + HERE + "/app:app-3.11.2")
                .doesNotContain("tag " + HERE + "/app:1.2.0");
    }

    @Test
    void whatWasFoundOnceStartsNoContainerAgain() {
        measured("'app-{=output}': { run: [app, --version], tag: 1.2.0 }");
        measurer.texts.put("app:1.2.0 " + VERSION, "3.11.2");
        run();
        publish();
        assertThat(measurer.connections).isEqualTo(1);

        assertThat(publish().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(measurer.connections).isEqualTo(1);

        String record = fleet.files("dist").get("app/1.2.0/aliases.json");
        assertThat(record).contains("\"output\": \"3.11.2\"");
        fleet.with("dist/app/1.2.0/aliases.json", record.replace("3.11.2", "6.6.6"));
        publish();
        assertThat(measurer.connections).as("the record was changed").isEqualTo(2);
        assertThat(registries.tags).doesNotContainKey(HERE + "/app:app-6.6.6");

        fleet.with("images/app/Dockerfile", "FROM base:1.0.0\nLABEL changed=1\n");
        measurer.texts.put("app:1.2.0 " + VERSION, "3.12.0");
        overwrite = true;
        run();
        publish();
        assertThat(registries.tags).as("of another image").containsKey(HERE + "/app:app-3.12.0");
    }

    @Test
    void aLabelNeedsNoContainer() {
        measured("'v{=output}': { label: org.example.version, tag: 1.2.0 }");
        run();

        assertThat(publish().exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .contains(
                        "images/app/image.yml:2:27: error: app:1.2.0 is not published: the alias 'v{=output}' cannot be"
                                + " made of the label org.example.version: it has no 'org.example.version'");

        untested = true;
        registries.labels.put(store.digestOf("app", "1.2.0").orElseThrow(), Map.of("org.example.version", "7"));
        assertThat(publish().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(registries.tags).containsKey(HERE + "/app:v7");
        assertThat(measurer.connections).isZero();
    }

    @Test
    void whatCannotBeATagWithholdsItsTarget() {
        measured("'app-{=output}': { run: [app, --version], tag: 1.2.0 }");
        run();
        keepsGoing = true;
        for (String output : List.of("", "\n3.11", "3.11+x", "x".repeat(200), "ä")) {
            measurer.texts.put("app:1.2.0 " + VERSION, output);
            assertThat(publish().withheld()).as(output).singleElement().satisfies(withheld -> assertThat(
                            withheld.problem().message())
                    .startsWith("app:1.2.0 is not published: the alias 'app-{=output}' cannot be made of the output of"
                            + " app: "));
        }
        assertThat(failures()).contains("'app-3.11+x' is not a valid OCI tag").contains("of app: it is empty");
        measurer.texts.clear();
        publish();
        assertThat(failures()).contains("cannot be made of the output of app: 'app' ended with exit code 1");
        assertThat(registries.tags).containsKey(HERE + "/app:1.1.0").doesNotContainKey(HERE + "/app:1.2.0");
    }

    /** The image decides what it is, and could take away signatures. */
    @Test
    void whatIsAttachedToImagesHasOtherTagsThanImages() {
        measured("'{=output}': { run: [app, --version], tag: 1.2.0 }");
        run();
        measurer.texts.put("app:1.2.0 " + VERSION, "sha256-" + "0".repeat(64) + ".sig");

        assertThat(publish().withheld()).hasSize(1);
        assertThat(failures()).contains(".sig' is the tag of something else, such as a signature");
    }

    @Test
    void anAliasBelongsToOneTarget() {
        measured("'app-{=output}': { run: [app, --version] }");
        measurer.texts.put("app:1.2.0 " + VERSION, "3");
        measurer.texts.put("app:1.1.0 " + VERSION, "3");
        run();

        PublishReport report = publish();

        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .contains("app:1.2.0 is not published: its measured alias app-3 is also that of app:1.1.0")
                .contains("app:1.1.0 is not published: its measured alias app-3 is also that of app:1.2.0");
        assertThat(registries.tags).isEmpty();
    }

    @Test
    void anAliasIsNotWhatTheImageHasAlready() {
        measured("'{=output}': { run: [app, --version], tag: 1.1.0 }");
        run();

        measurer.texts.put("app:1.1.0 " + VERSION, "1.2.0");
        publish();
        assertThat(failures()).contains("its measured alias 1.2.0 is a tag of the image: app:1.2.0");

        fleet.without("dist/app/1.1.0/aliases.json");
        measurer.texts.put("app:1.1.0 " + VERSION, "latest");
        publish();
        assertThat(failures()).contains("its measured alias latest is an alias of app:1.2.0");

        fleet.without("dist/app/1.1.0/aliases.json");
        measurer.texts.put("app:1.1.0 " + VERSION, "1.1");
        assertThat(publish().exitCode()).as("it is its own").isEqualTo(ExitCode.OK);
    }

    @Test
    void aSnapshotHasMeasuredAliasesToo() {
        measured("'app-{=output}': { run: [app, --version], tag: 1.2.0 }");
        measurer.texts.put("app:1.2.0 " + VERSION, "x".repeat(120));
        snapshot = Optional.of(Snapshot.parse("pr-12"));
        run();

        assertThat(publish().withheld()).hasSize(1);
        assertThat(failures()).contains("is too long for the snapshot 'pr-12'");

        fleet.without("dist/app/1.2.0/aliases.json");
        measurer.texts.put("app:1.2.0 " + VERSION, "3");
        assertThat(publish().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(registries.tags).containsKey(HERE + "/app:app-3-pr-12");
    }

    @Test
    void withoutADaemonOfItsPlatformAProgramIsNotRun() {
        measured("'app-{=output}': { run: [app, --version], tag: 1.2.0 }");
        measurer.platform = Platform.parse("linux/s390x");
        run();

        assertThat(publish().withheld()).hasSize(1);
        assertThat(failures()).contains("of app: the Docker daemon runs linux/s390x, without emulation for ");
    }
}
