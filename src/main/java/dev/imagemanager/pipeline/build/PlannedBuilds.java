package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.masking.ControlSequences;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes the decisions of a build for people and for programs. */
final class PlannedBuilds {

    private PlannedBuilds() {}

    static PlannedWork of(ImageFiles files, BuildDecision decision) {
        if (decision instanceof BuildDecision.UpToDate) {
            return work(files, PlannedWork.Kind.NONE, "up to date", Stream.empty());
        }
        if (decision instanceof BuildDecision.Remembered) {
            return work(
                    files,
                    PlannedWork.Kind.NONE,
                    "up to date",
                    Stream.of(new PlannedReason("remembered", "the build registry has an image with its key")));
        }
        if (decision instanceof BuildDecision.Restore restore) {
            return work(
                    files,
                    PlannedWork.Kind.SOME,
                    "restore",
                    Stream.of(new PlannedReason(
                            "image-lost", "the image store lost it; " + restore.archive() + " has it")));
        }
        if (decision instanceof BuildDecision.AfterParents after) {
            return work(
                    files,
                    PlannedWork.Kind.UNKNOWN,
                    "depends",
                    after.parents().stream()
                            .map(parent -> new PlannedReason(
                                    "parent", Optional.of(parent.toString()), parent + " is built first")));
        }
        return work(
                files,
                PlannedWork.Kind.SOME,
                "build",
                ((BuildDecision.Build) decision).reasons().stream().flatMap(PlannedBuilds::reasons));
    }

    /** @param problem why the target cannot be built */
    static PlannedWork failed(TargetName target, Platform platform, String problem) {
        return work(target, platform, PlannedWork.Kind.SOME, "fail", Stream.of(new PlannedReason("error", problem)));
    }

    private static PlannedWork work(
            ImageFiles files, PlannedWork.Kind kind, String action, Stream<PlannedReason> reasons) {
        return work(files.target(), files.platform(), kind, action, reasons);
    }

    private static PlannedWork work(
            TargetName target, Platform platform, PlannedWork.Kind kind, String action, Stream<PlannedReason> reasons) {
        return new PlannedWork(BuildStep.ACTIVITY, target, Optional.of(platform), kind, action, reasons.toList());
    }

    private static Stream<PlannedReason> reasons(BuildReason reason) {
        if (reason instanceof BuildReason.Changed changed) {
            return changed.changes().stream().map(PlannedBuilds::changed);
        }
        if (reason instanceof BuildReason.ParentsBuilt parents) {
            return parents.parents().stream()
                    .map(parent ->
                            new PlannedReason("parent", Optional.of(parent.toString()), parent + " is built first"));
        }
        if (reason instanceof BuildReason.KeyUnknown unknown) {
            return Stream.of(new PlannedReason("key-unknown", "it is always built: " + unknown.reason()));
        }
        if (reason instanceof BuildReason.KeyWasUnknown unknown) {
            return Stream.of(new PlannedReason(
                    "key-was-unknown", "changes since its last build are not known: " + unknown.reason()));
        }
        if (reason instanceof BuildReason.ImageLost) {
            return Stream.of(new PlannedReason("image-lost", "the image store lost it, and there is no archive of it"));
        }
        return Stream.of(
                reason instanceof BuildReason.Forced
                        ? new PlannedReason("forced", "it was requested with --force or --no-cache")
                        : new PlannedReason("new", "it is new"));
    }

    /** The first word of a component is its kind, the rest what it is about. */
    private static PlannedReason changed(KeyChange change) {
        String[] words = change.component().split(" ", 2);
        String code = change.component().equals("build platform") ? "build-platform" : words[0];
        Optional<String> subject =
                words.length == 2 && !code.equals("build-platform") ? Optional.of(words[1]) : Optional.empty();
        // Keys of labels may contain line feeds.
        return new PlannedReason(code, subject, ControlSequences.printable(change.component()) + " " + verb(change));
    }

    private static String verb(KeyChange change) {
        if (change.before().isEmpty()) {
            return "is new";
        }
        if (change.now().isEmpty()) {
            return "is gone";
        }
        String before = change.before().get();
        String now = change.now().get();
        Optional<Digest> from = Digest.find(before);
        Optional<Digest> to = Digest.find(now);
        if (from.isPresent() && to.isPresent()) {
            return "moved from " + from.get().abbreviated() + " to " + to.get().abbreviated();
        }
        return Stream.of("stage", "buildkit", "platform", "build platform", "source-date")
                        .anyMatch(change.component()::equals)
                ? "changed from " + shown(before) + " to " + shown(now)
                : "changed";
    }

    private static String shown(String value) {
        return value.isEmpty() ? "none" : value;
    }
}
