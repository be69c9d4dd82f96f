package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.Instruction;
import dev.imagemanager.dockerfile.LineRange;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds {@code ADD} instructions that download URLs or Git repositories without a checksum (Dockerfile reference,
 * "ADD"). Their content may change at any time.
 */
final class RemoteSources {

    private static final Pattern REMOTE = Pattern.compile("://|git@|\\$");
    private static final String CHECKSUM = "--checksum=";

    private RemoteSources() {}

    /** @return the line of the first one; sources with variables count as remote */
    static Optional<Integer> firstLine(Dockerfile dockerfile, byte[] text) {
        List<String> lines = List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1));
        return dockerfile
                .instructions()
                .filter(RemoteSources::isAdd)
                .map(Instruction::lines)
                .filter(range -> isUnknown(textOf(range, lines)))
                .map(LineRange::first)
                .findFirst();
    }

    /** @param triggers {@code ONBUILD} instructions of an image */
    static boolean isAnyIn(Collection<Instruction.OnBuild> triggers, byte[] text) {
        List<String> lines = List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1));
        return triggers.stream()
                .filter(RemoteSources::isAdd)
                .anyMatch(trigger -> isUnknown(textOf(trigger.lines(), lines)));
    }

    private static boolean isUnknown(String add) {
        return REMOTE.matcher(add).find() && !add.contains(CHECKSUM);
    }

    private static boolean isAdd(Instruction instruction) {
        return instruction instanceof Instruction.OnBuild onBuild
                ? isAdd(onBuild.trigger())
                : instruction.keyword().equals("ADD");
    }

    private static String textOf(LineRange range, List<String> lines) {
        return lines.stream()
                .skip(range.first() - 1L)
                .limit(range.last() - range.first() + 1L)
                .collect(Collectors.joining("\n"));
    }
}
