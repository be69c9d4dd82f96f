package dev.imagemanager.dockerfile;

import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.MalformedReferenceException;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code COPY --from} or {@code RUN --mount=…,from=} names: a stage or an image. */
record Source(ImageUse.Kind kind, Word word) {

    static Stream<Source> of(Instruction instruction) {
        if (instruction instanceof Instruction.Copy copy) {
            return copy.from().stream().map(word -> new Source(ImageUse.Kind.COPY_FROM, word));
        }
        if (instruction instanceof Instruction.Run run) {
            return run.mountSources().stream().map(word -> new Source(ImageUse.Kind.MOUNT_FROM, word));
        }
        return Stream.empty();
    }

    /** {@code COPY} takes what Go's {@code strconv.Atoi} reads for a stage's number; a mount takes no numbers. */
    Optional<Long> stageNumber() {
        String text = word.text();
        if (kind != ImageUse.Kind.COPY_FROM || !text.chars().allMatch(c -> "+-0123456789".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @throws MalformedReferenceException if it does not name an image */
    ImageUse asImage() {
        return new ImageUse(kind, ImageReference.parse(word.text()), word.location(), Optional.empty());
    }
}
