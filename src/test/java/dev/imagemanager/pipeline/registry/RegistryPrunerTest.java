package dev.imagemanager.pipeline.registry;

import static dev.imagemanager.pipeline.registry.FakeInventory.REPOSITORY;
import static dev.imagemanager.pipeline.registry.FakeInventory.day;
import static dev.imagemanager.pipeline.registry.FakeInventory.digest;
import static dev.imagemanager.pipeline.registry.FakeInventory.tagFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestFleet;
import dev.imagemanager.pipeline.registry.PruneReport.Outcome;
import dev.imagemanager.pipeline.services.FakeServices;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryPrunerTest {

    private static final PruneOverrides NOTHING =
            new PruneOverrides(Optional.empty(), Optional.empty(), Optional.empty(), false);
    private static final PruneOverrides ORPHANS =
            new PruneOverrides(Optional.empty(), Optional.empty(), Optional.empty(), true);
    private static final PruneOverrides SNAPSHOTS =
            new PruneOverrides(Optional.empty(), Optional.empty(), Optional.of(Duration.ZERO), false);
    private static final String KEY = "im-" + "0".repeat(64);
    private static final String OTHER_KEY = "im-" + "1".repeat(64);

    @TempDir
    Path directory;

    private TestFleet fleet;
    private final FakeInventory registry = new FakeInventory();
    private CurrentKeys keys = CurrentKeys.NONE;

    @BeforeEach
    void makeFleet() {
        fleet = TestFleet.small(directory)
                .with("images/app/image.yml", "tags: [{name: 1.0.0}, {name: 1.1.0}]\n")
                .with(".image-manager.yml", "registries: [{url: registry.example.com/team, default: true}]\n");
        registry.image("old", "1.0.0", "1.0").image("new", "1.1.0", "1.1", "1");
    }

    private RegistryPruner pruner() {
        return new RegistryPruner(
                fleet.generator(),
                new FleetRepositories(FakeServices.locator(fleet.loader())),
                registry,
                (place, listener) -> keys);
    }

    private RegistryQuery everywhere() {
        return new RegistryQuery(directory, List.of(), List.of(), false);
    }

    private RegistryQuery inBuilds() {
        return new RegistryQuery(directory, List.of(), List.of(), true);
    }

    private PruneReport plan(PruneOverrides rules) throws InterruptedException {
        return pruner().plan(everywhere(), rules, event -> {});
    }

    private PruneReport prune(PruneOverrides rules) throws InterruptedException {
        return pruner().prune(everywhere(), rules, event -> {}, note -> {});
    }

    private static List<Removal> removals(PruneReport report) {
        return report.plans().stream().flatMap(plan -> plan.removals().stream()).toList();
    }

    /** Tag → reason. */
    private static SortedMap<String, String> going(PruneReport report) {
        SortedMap<String, String> going = new TreeMap<>();
        removals(report).forEach(removal -> removal.tags()
                .forEach(tag -> going.put(tag, removal.reason() + (removal.isTagOnly() ? ", the tag alone" : ""))));
        return going;
    }

    private static SortedMap<String, String> staying(PruneReport report) {
        SortedMap<String, String> staying = new TreeMap<>();
        report.plans().stream()
                .flatMap(plan -> plan.stays().stream())
                .forEach(stay -> staying.put(stay.tag(), stay.reason().toString()));
        return staying;
    }

    private static List<Outcome> outcomes(PruneReport report) {
        return removals(report).stream().map(report::outcome).toList();
    }

    private static PruneOverrides olderThan(Duration age) {
        return new PruneOverrides(Optional.empty(), Optional.of(age), Optional.of(Duration.ofDays(1)), true);
    }

    private static PruneOverrides keeping(int number) {
        return new PruneOverrides(Optional.of(number), Optional.empty(), Optional.of(Duration.ZERO), true);
    }

    @Test
    void withoutARuleNothingIsAsked() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> plan(NOTHING))
                .withMessageContaining("no rule says what to remove");
        assertThat(registry.calls).isEmpty();
    }

    @Test
    void theRulesAreThoseOfTheFleet() throws InterruptedException {
        fleet.with(
                ".image-manager.yml",
                "registries: [{url: registry.example.com/team, default: true}]\nprune: {orphans: true}\n");
        registry.image("lost", "0.9.0");

        assertThat(going(plan(NOTHING))).isEqualTo(Map.of("0.9.0", "orphan"));
    }

    @Test
    void aFleetThatIsNotTrustedOnlyPlans() throws InterruptedException {
        fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "true");
        registry.image("lost", "0.9.0");
        RegistryQuery query = new RegistryQuery(directory, List.of(), List.of("registry.example.com/team"), false);

        assertThat(going(pruner().plan(query, ORPHANS, event -> {}))).containsOnlyKeys("0.9.0");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> pruner().prune(query, ORPHANS, event -> {}, note -> {}))
                .withMessageContaining("not trusted");
        assertThat(registry.isThere("lost")).isTrue();
    }

    @Test
    void orphansGoAndWhatIsDefinedStays() throws InterruptedException {
        registry.image("lost", "0.9.0", "0.9").image("arm", "1.0.0-linux-arm64");

        PruneReport report = prune(ORPHANS);

        assertThat(going(report)).isEqualTo(Map.of("0.9.0", "orphan", "0.9", "orphan"));
        assertThat(report.outcome(removals(report).get(0))).isEqualTo(Outcome.REMOVED);
        assertThat(report.bytes()).as("the other layer stays").isEqualTo(100);
        assertThat(registry.tags).containsOnlyKeys("1", "1.0", "1.0.0", "1.1", "1.1.0", "1.0.0-linux-arm64");
    }

    @Test
    void snapshotsStayWithoutARuleForThem() throws InterruptedException {
        registry.image("snapshot", "1.0.0-pr-1").image("lost", "0.9.0");

        PruneReport report = plan(ORPHANS);

        assertThat(going(report)).containsOnlyKeys("0.9.0");
        assertThat(staying(report)).isEqualTo(Map.of("1.0.0-pr-1", "no-rule"));
        assertThat(going(plan(SNAPSHOTS))).isEqualTo(Map.of("1.0.0-pr-1", "snapshot"));
    }

    @Test
    void ageCounts() throws InterruptedException {
        registry.image("young", Optional.of(Instant.now().minusSeconds(60)), "0.7.0")
                .image("aged", Optional.of(day(1)), "0.8.0")
                .image("reproducible", Optional.of(Instant.parse("1980-02-01T00:00:00Z")), "0.9.0")
                .image("young snapshot", Optional.of(Instant.now()), "1.0.0-pr-1")
                .image("aged snapshot", Optional.of(day(1)), "1.0.0-pr-2");

        PruneReport report = plan(olderThan(Duration.ofHours(1)));

        assertThat(going(report)).isEqualTo(Map.of("0.8.0", "orphan", "1.0.0-pr-2", "snapshot"));
        assertThat(staying(report)).isEqualTo(Map.of("0.7.0", "young", "0.9.0", "age-unknown", "1.0.0-pr-1", "young"));
        assertThat(going(plan(olderThan(Duration.ZERO)))).containsKeys("0.7.0", "0.8.0", "0.9.0");
    }

    @Test
    void whatTheRegistrySaysIsAnAgeToo() throws InterruptedException {
        registry.add(
                "stored",
                new StoredManifest(
                        "image",
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(day(1)),
                        Optional.of(Instant.now()),
                        Optional.empty()),
                "0.9.0");

        assertThat(staying(plan(olderThan(Duration.ofHours(1))))).containsEntry("0.9.0", "young");
    }

    @Test
    void theLastStay() throws InterruptedException {
        registry.image("a", Optional.of(day(1)), "0.1.0")
                .image("b", Optional.of(day(3)), "0.2.0", "0.2")
                .image("c", Optional.of(day(2)), "1.0.0-pr-1")
                .image("d", "0.10.0")
                .image("e", "0.9.0");

        assertThat(going(plan(keeping(2)))).containsOnlyKeys("0.1.0", "0.2.0", "0.2", "1.0.0-pr-1");
        assertThat(going(plan(keeping(3)))).containsOnlyKeys("0.1.0", "1.0.0-pr-1");
        assertThat(staying(plan(keeping(3))).values()).containsOnly("last");
        assertThat(going(plan(keeping(1)))).as("0.10 is later than 0.9").containsKey("0.9.0");
        assertThat(going(plan(keeping(9)))).isEmpty();
    }

    @Test
    void whatAnIndexListsStaysAsLongAsTheIndex() throws InterruptedException {
        registry.image("amd64", "0.8.0")
                .image("arm64")
                .index("kept", List.of("amd64", "arm64"), "1.0.0")
                .image("other", "0.7.0")
                .index("lost", List.of("other", "arm64"), "0.9.0");

        PruneReport report = prune(ORPHANS);

        assertThat(registry.removed("amd64", "arm64", "kept", "lost", "other"))
                .as("an index goes before what it lists")
                .containsExactly("lost", "other");
        assertThat(staying(report)).isEqualTo(Map.of("0.8.0", "needed"));
    }

    @Test
    void indexesOfIndexesAreFollowed() throws InterruptedException {
        registry.image("deep").index("inner", List.of("deep"), "0.9.0").index("outer", List.of("inner"), "1.0.0");

        assertThat(removals(plan(ORPHANS))).isEmpty();

        registry.tags.put("1.0.0", digest("new"));
        registry.tags.put("0.8.0", digest("outer"));
        prune(ORPHANS);
        assertThat(registry.removed("outer", "inner", "deep")).containsExactly("outer", "inner", "deep");
    }

    @Test
    void anIndexThatLacksWhatItListsGoesToo() throws InterruptedException {
        registry.index("lost", List.of("never pushed"), "0.9.0");

        assertThat(outcomes(prune(ORPHANS))).containsExactly(Outcome.REMOVED);
    }

    @Test
    void attachmentsGoAndStayWithTheirImages() throws InterruptedException {
        registry.image("lost", "0.9.0");
        for (String image : List.of("old", "lost")) {
            registry.image("signature of " + image, tagFor(image, ".sig"))
                    .artifact("sbom of " + image, image)
                    .index("list of " + image, List.of("sbom of " + image), tagFor(image, ""))
                    .image("signature of sbom of " + image, tagFor("sbom of " + image, ".sig"))
                    .artifact(
                            "test of " + image,
                            image,
                            "im-test-" + digest(image).hex());
        }

        PruneReport report = prune(ORPHANS);

        assertThat(registry.isThere(
                        "old",
                        "signature of old",
                        "sbom of old",
                        "list of old",
                        "signature of sbom of old",
                        "test of old"))
                .isTrue();
        List<String> removed = registry.removed(
                "lost",
                "signature of lost",
                "sbom of lost",
                "list of lost",
                "signature of sbom of lost",
                "test of lost");
        assertThat(removed).hasSize(6).startsWith("lost");
        assertThat(removed.indexOf("sbom of lost")).isLessThan(removed.indexOf("list of lost"));
        assertThat(outcomes(report)).containsOnly(Outcome.REMOVED);
    }

    @Test
    void whatARegistryTellsOfReferrersGoesWithThem() throws InterruptedException {
        registry.image("lost", "0.9.0")
                .artifact("sbom", "lost")
                .artifact("signature", "sbom")
                .artifact("kept", "old");
        registry.attached.put(digest("lost"), Set.of(digest("sbom")));
        registry.attached.put(digest("sbom"), Set.of(digest("signature")));
        registry.attached.put(digest("old"), Set.of(digest("kept")));

        prune(ORPHANS);

        assertThat(registry.removed("lost", "sbom", "signature", "kept"))
                .startsWith("lost")
                .containsExactlyInAnyOrder("lost", "sbom", "signature");
    }

    @Test
    void attachmentsMayBelongToEachOther() throws InterruptedException {
        registry.image("one", tagFor("other", ".sig")).image("other", tagFor("one", ".sig"));

        assertThat(outcomes(prune(ORPHANS))).containsExactly(Outcome.REMOVED, Outcome.REMOVED);
    }

    @Test
    void attachmentsOfPartsOfAnIndexStayAsLongAsThese() throws InterruptedException {
        registry.image("part").index("index", List.of("part"), "1.0.0").image("signature", tagFor("part", ".sig"));

        assertThat(removals(plan(ORPHANS))).isEmpty();
    }

    @Test
    void anArtifactOfWhatStaysStaysWhateverItIsCalled() throws InterruptedException {
        registry.artifact("sbom", "old", "sbom-of-old").image("lost", "0.9.0").artifact("report", "lost", "notes");

        PruneReport report = plan(ORPHANS);

        assertThat(going(report)).isEqualTo(Map.of("0.9.0", "orphan", "notes", "orphan"));
        assertThat(staying(report)).isEqualTo(Map.of("sbom-of-old", "needed"));
    }

    @Test
    void whatAForeignArtifactIsAttachedToStays() throws InterruptedException {
        registry.image("snapshot", "1.0.0-pr-1").artifact("report", "snapshot", "somebody-elses");

        assertThat(removals(plan(SNAPSHOTS))).isEmpty();
    }

    @Test
    void whatIsAttachedToNothingGoesWithOrphans() throws InterruptedException {
        registry.image("signature", tagFor("gone", ".sig"))
                .index("list", List.of(), tagFor("gone too", ""))
                .image("untagged")
                .image("its signature", tagFor("untagged", ".sig"))
                .image("young", Optional.of(Instant.now()), tagFor("not yet there", ".sig"));

        assertThat(removals(plan(SNAPSHOTS))).isEmpty();
        assertThat(going(plan(olderThan(Duration.ofDays(1)))))
                .isEqualTo(Map.of(tagFor("gone", ".sig"), "dangling", tagFor("gone too", ""), "dangling"));
    }

    @Test
    void ofOneDigestOnlyTheTagOfASnapshotGoes() throws InterruptedException {
        registry.tags.put("1.0.0-pr-1", digest("old"));
        registry.tags.put("python-3.13", digest("old"));

        PruneReport report = prune(keeping(0));

        assertThat(going(report)).isEqualTo(Map.of("1.0.0-pr-1", "snapshot, the tag alone"));
        assertThat(staying(report)).isEqualTo(Map.of("python-3.13", "needed"));
        assertThat(registry.tags).containsKeys("1.0.0", "1.0", "python-3.13").doesNotContainKey("1.0.0-pr-1");
        assertThat(registry.isThere("old")).isTrue();
    }

    @Test
    void aRegistryMayNotRemoveSingleTags() throws InterruptedException {
        registry.removesTags = false;
        registry.tags.put("1.0.0-pr-1", digest("old"));
        registry.image("snapshot", "1.1.0-pr-1");

        PruneReport report = prune(SNAPSHOTS);

        assertThat(outcomes(report)).containsExactly(Outcome.UNSUPPORTED, Outcome.REMOVED);
        assertThat(report.problems()).singleElement().satisfies(note -> {
            assertThat(note.isError()).isFalse();
            assertThat(note.message()).contains("registry.example.com does not remove a tag without its image");
        });
        assertThat(registry.isThere("old")).isTrue();
    }

    @Test
    void aRegistryMayNotRemoveAnything() throws InterruptedException {
        registry.removes = false;
        registry.image("a", "0.1.0").image("b", "0.2.0").image("signature", tagFor("a", ".sig"));

        PruneReport report = prune(ORPHANS);

        assertThat(outcomes(report)).containsExactly(Outcome.UNSUPPORTED, Outcome.LEFT, Outcome.LEFT);
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.message()).isEqualTo("the registry registry.example.com does not remove images");
        });
        assertThat(report.tags()).isZero();
        assertThat(report.bytes()).isZero();
    }

    @Test
    void aFailureLeavesTheRest() throws InterruptedException {
        registry.image("a", "0.1.0").image("b", "0.2.0").image("signature", tagFor("b", ".sig"));
        registry.stuck = Optional.of(digest("b"));

        PruneReport report = prune(ORPHANS);

        assertThat(outcomes(report)).containsExactly(Outcome.REMOVED, Outcome.FAILED, Outcome.LEFT);
        assertThat(report.problems()).extracting(Problem::message).containsExactly("HTTP status 403");
        assertThat(registry.isThere("b", "signature")).isTrue();
    }

    @Test
    void keysOfTargetsStay() throws InterruptedException {
        keys = new CurrentKeys(Set.of(KEY), Set.of());
        FakeInventory builds = registry;
        builds.image("current", KEY).image("past", OTHER_KEY).image("of a tag", "im-" + "2".repeat(64), "1.0.0");
        fleet.with(".image-manager.yml", "build_registry: localhost:5050/team\n");

        PruneReport report = pruner().plan(inBuilds(), ORPHANS, event -> {});

        assertThat(going(report)).isEqualTo(Map.of(OTHER_KEY, "key"));
        assertThat(staying(report)).isEqualTo(Map.of(KEY, "in-use", "im-" + "2".repeat(64), "needed"));
    }

    @Test
    void keysStayIfThoseOfTargetsAreNotKnown() throws InterruptedException {
        keys = new CurrentKeys(Set.of(), Set.of("app"));
        registry.image("past", OTHER_KEY);
        fleet.with(".image-manager.yml", "build_registry: localhost:5050/team\n");

        assertThat(staying(pruner().plan(inBuilds(), ORPHANS, event -> {})))
                .isEqualTo(Map.of(OTHER_KEY, "keys-unknown"));
    }

    @Test
    void keysStayElsewhereAndWithoutTheRule() throws InterruptedException {
        registry.image("past", OTHER_KEY);

        assertThat(staying(plan(ORPHANS))).isEqualTo(Map.of(OTHER_KEY, "no-rule"));
        fleet.with(".image-manager.yml", "build_registry: localhost:5050/team\n");
        assertThat(staying(pruner().plan(inBuilds(), SNAPSHOTS, event -> {}))).isEqualTo(Map.of(OTHER_KEY, "no-rule"));
    }

    /** Runs something when the repository is read for the second time, which is right before something is removed. */
    private PruneReport pruneWhile(PruneOverrides rules, Runnable change) throws InterruptedException {
        List<String> looks = new ArrayList<>();
        RegistryInventory watched = place -> new WatchedPlace(registry, () -> {
            looks.add("look");
            if (looks.size() == 2) {
                change.run();
            }
        });
        return new RegistryPruner(
                        fleet.generator(),
                        new FleetRepositories(FakeServices.locator(fleet.loader())),
                        watched,
                        (place, listener) -> keys)
                .prune(everywhere(), rules, event -> {}, note -> {});
    }

    @Test
    void aTagThatMovedIsNotRemoved() throws InterruptedException {
        registry.image("lost", "0.9.0").image("other", "0.8.0").image("next");

        PruneReport report = pruneWhile(ORPHANS, () -> registry.tags.put("0.9.0", digest("next")));

        assertThat(outcomes(report)).containsExactly(Outcome.REMOVED, Outcome.CHANGED);
        assertThat(registry.isThere("lost", "next")).isTrue();
        assertThat(registry.tags).containsEntry("0.9.0", digest("next"));
    }

    @Test
    void whatGetsATagOfTheFleetMeanwhileIsNotRemoved() throws InterruptedException {
        registry.image("snapshot", "1.0.0-pr-1").image("part").index("index", List.of("part"), "1.1.0-pr-1");

        PruneReport report = pruneWhile(SNAPSHOTS, () -> {
            registry.tags.put("1.0.0", digest("snapshot"));
            registry.index("fresh", List.of("part"), "1.1.0");
        });

        assertThat(registry.isThere("snapshot", "part", "fresh")).isTrue();
        assertThat(registry.removed("index", "snapshot", "part")).containsExactly("index");
        assertThat(outcomes(report)).containsExactlyInAnyOrder(Outcome.CHANGED, Outcome.REMOVED, Outcome.CHANGED);
    }

    @Test
    void aTagIsComparedRightBeforeItsRemoval() throws InterruptedException {
        registry.image("lost", "0.9.0").image("last", "0.95.0").image("next");
        RegistryInventory moving = place -> new WatchedPlace(registry, () -> {}) {
            @Override
            public boolean remove(String repository, dev.imagemanager.reference.Digest digest) {
                registry.tags.put("0.95.0", digest("next"));
                return super.remove(repository, digest);
            }
        };

        PruneReport report = new RegistryPruner(
                        fleet.generator(),
                        new FleetRepositories(FakeServices.locator(fleet.loader())),
                        moving,
                        (place, listener) -> keys)
                .prune(everywhere(), ORPHANS, event -> {}, note -> {});

        assertThat(outcomes(report)).containsExactly(Outcome.REMOVED, Outcome.CHANGED);
        assertThat(registry.isThere("last", "next")).isTrue();
    }

    @Test
    void theNextTimeFinishesWhatWasInterrupted() throws InterruptedException {
        registry.image("lost", "0.9.0")
                .artifact("sbom", "lost")
                .index("list", List.of("sbom"), tagFor("lost", ""))
                .image("signature", tagFor("lost", ".sig"));
        registry.remove(REPOSITORY, digest("lost"));

        assertThat(outcomes(prune(ORPHANS))).containsOnly(Outcome.REMOVED);

        assertThat(registry.manifests.keySet()).containsExactlyInAnyOrder(digest("old"), digest("new"));
        assertThat(removals(plan(ORPHANS))).isEmpty();
    }

    @Test
    void aRepositoryThatCannotBeReadKeepsAll() throws InterruptedException {
        fleet.with(
                ".image-manager.yml",
                """
                registries:
                  - {url: closed.example.com/team, default: true}
                  - {url: registry.example.com/team, default: true}
                """);
        registry.closed = Set.of("closed.example.com");
        registry.image("lost", "0.9.0");

        PruneReport report = prune(ORPHANS);

        assertThat(report.problems()).extracting(Problem::message).containsExactly("it is closed");
        assertThat(registry.isThere("lost")).isFalse();
    }

    @Test
    void repositoriesWithTheSameNameHaveTheTagsOfAllTheirImages() throws InterruptedException {
        fleet.with("images/tool/image.yml", "tags: [{name: 9.0.0}]\n")
                .with("images/tool/Dockerfile", "FROM scratch\n")
                .with("images/team/app/image.yml", "name: team/app\ntags: [{name: 7.0.0}]\n")
                .with("images/team/app/Dockerfile", "FROM scratch\n")
                .with(
                        ".image-manager.yml",
                        """
                        registries:
                          - {url: registry.example.com, default: true}
                          - {url: registry.example.com/team, default: true}
                        """);
        registry.image("other", "7.0.0").image("lost", "8.0.0");

        assertThat(going(plan(ORPHANS))).containsOnlyKeys("8.0.0");
    }

    @Test
    void onlyTheImagesThatAreNamedAreLookedAt() throws InterruptedException {
        fleet.with("images/tool/image.yml", "tags: [{name: 9.0.0}]\n").with("images/tool/Dockerfile", "FROM scratch\n");

        pruner().plan(new RegistryQuery(directory, List.of("app"), List.of(), false), ORPHANS, event -> {});

        assertThat(registry.calls.stream().filter(call -> call.startsWith("tags")))
                .containsExactly("tags team/app");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> pruner().plan(
                                new RegistryQuery(directory, List.of("ap"), List.of(), false), ORPHANS, event -> {}))
                .satisfies(
                        failure -> assertThat(failure.problems().get(0).hint()).hasValue("did you mean 'app'?"));
    }

    @Test
    void aRegistryHasToBeNamed() {
        fleet.with(".image-manager.yml", "registries: [{url: registry.example.com/team}]\n");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> plan(ORPHANS))
                .withMessageContaining("no registry where its images are published");
    }

    @Test
    void tagsAndManifestsAreReadOnce() throws InterruptedException {
        plan(ORPHANS);

        assertThat(registry.calls)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                Stream.of("tags team/app"),
                                Stream.of("1", "1.0", "1.0.0", "1.1", "1.1.0").map(tag -> "digest " + tag),
                                Stream.of("old", "new").map(word -> "read " + digest(word)))
                        .flatMap(calls -> calls)
                        .toList());
    }
}
