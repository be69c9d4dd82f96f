package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.build.KeyChange;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether to test. Does not change anything. Safe for use by several threads. */
final class TestPlanner {

    private final TestSettings settings;
    private final TestKeys keys;
    private final TestRecords records;
    private final RememberedTests remembered;

    TestPlanner(TestSettings settings, TestKeys keys, TestRecords records, RememberedTests remembered) {
        this.settings = settings;
        this.keys = keys;
        this.records = records;
        this.remembered = remembered;
    }

    /**
     * Decides without a Docker daemon.
     *
     * @param images of the target for all platforms that it is built for
     */
    TestDecision decide(Target target, Map<Platform, Digest> images) throws InterruptedException {
        Optional<Platform> platform = expected(target, images);
        if (platform.isPresent()) {
            return decide(target, platform.get(), images.get(platform.get()));
        }
        List<PlannedReason> reasons = new ArrayList<>(forced());
        reasons.add(new PlannedReason("daemon", "the Docker daemon decides for which platform it is tested"));
        return new TestDecision.Test(Optional.empty(), Optional.empty(), reasons);
    }

    TestDecision decide(Target target, Platform platform, Digest image) throws InterruptedException {
        ContentKey key = keys.of(target, platform, image);
        if (settings.retest()) {
            return test(platform, key, forced());
        }
        if (!(key instanceof ContentKey.Known known)) {
            return test(
                    platform,
                    key,
                    List.of(new PlannedReason(
                            "key-unknown", "it is always tested: " + ((ContentKey.Unknown) key).reason())));
        }
        Optional<TestRecord> last = records.read(target.name());
        List<PlannedReason> reasons = reasons(last, known);
        if (reasons.isEmpty()) {
            return new TestDecision.UpToDate(last.orElseThrow(), false);
        }
        if (isFailure(last, known)) {
            return test(platform, key, reasons);
        }
        Optional<TestRecord> elsewhere = remembered.find(target.name(), platform, image, known);
        return elsewhere.isPresent() ? new TestDecision.UpToDate(elsewhere.get(), true) : test(platform, key, reasons);
    }

    ContentKey key(Target target, Platform platform, Digest image) throws InterruptedException {
        return keys.of(target, platform, image);
    }

    private static TestDecision test(Platform platform, ContentKey key, List<PlannedReason> reasons) {
        return new TestDecision.Test(Optional.of(platform), Optional.of(key), reasons);
    }

    private List<PlannedReason> forced() {
        return settings.retest()
                ? List.of(new PlannedReason("forced", "it was requested with --retest or --force"))
                : List.of();
    }

    /**
     * Returns the platform that a Docker daemon is going to choose: the only one, the one of the last test, or else that of
     * this machine.
     */
    private Optional<Platform> expected(Target target, Map<Platform, Digest> images) {
        if (images.size() == 1) {
            return images.keySet().stream().findFirst();
        }
        Optional<Platform> last = records.read(target.name())
                .map(record -> record.report().platform())
                .filter(images::containsKey);
        return last.isPresent()
                ? last
                : images.keySet().stream()
                        .filter(platform -> platform.isSameMachine(Platform.ofThisMachine()))
                        .findFirst();
    }

    private static boolean isFailure(Optional<TestRecord> last, ContentKey.Known key) {
        return last.filter(record -> record.key().equals(key) && !record.hasPassed())
                .isPresent();
    }

    private static List<PlannedReason> reasons(Optional<TestRecord> last, ContentKey.Known key) {
        if (last.isEmpty()) {
            return List.of(new PlannedReason("new", "it was not tested here yet"));
        }
        if (!(last.get().key() instanceof ContentKey.Known before)) {
            return List.of(new PlannedReason(
                    "key-was-unknown", "changes since its last test are not known: " + unknown(last.get())));
        }
        List<PlannedReason> reasons = new ArrayList<>();
        before.changesTo(key).forEach(change -> reasons.add(changed(change)));
        if (!last.get().hasPassed()) {
            reasons.add(new PlannedReason(TestStep.FAILED_BEFORE, "it failed last time"));
        }
        return reasons;
    }

    private static String unknown(TestRecord record) {
        return record.key() instanceof ContentKey.Unknown unknown ? unknown.reason() : "";
    }

    private static PlannedReason changed(KeyChange change) {
        return new PlannedReason(
                change.component().replace(' ', '-'),
                change.component() + " "
                        + change.before()
                                .map(TestPlanner::shown)
                                .flatMap(before -> change.now()
                                        .map(TestPlanner::shown)
                                        .map(now -> change.component().equals(TestKeys.TEST_FILE)
                                                ? "changed"
                                                : "changed from " + before + " to " + now))
                                .orElse("changed"));
    }

    private static String shown(String value) {
        return Digest.find(value).map(Digest::abbreviated).orElse(value);
    }
}
