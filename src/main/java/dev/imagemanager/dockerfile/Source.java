package dev.imagemanager.dockerfile;

import java.util.Optional;
import java.util.stream.Stream;

/** The source of {@code COPY --from} or {@code RUN --mount=…,from=}: a stage or an image. */
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

    /**
     * Returns the stage number of {@code COPY}, as Go's {@code strconv.Atoi} parses it. Mounts do not accept numbers.
     */
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
}
