package dev.imagemanager.config;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Suggestion;
import dev.imagemanager.reference.KnownPlatforms;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Notes about platforms that are probably misspelt. Builders take them, and then find no base image for them. */
public final class PlatformDoubts {

    private PlatformDoubts() {}

    /** Returns a note without a position; empty if the platform is usual. */
    public static Optional<Problem> about(Platform platform) {
        return KnownPlatforms.doubt(platform).map(doubt -> Problem.note("the platform " + platform + " " + doubt)
                .withHint(Suggestion.hint(platform.toString(), KnownPlatforms.USUAL, "platforms")));
    }

    static List<Problem> in(FleetConfig settings) {
        return Stream.concat(
                        in("platforms", settings.platforms(), settings.locations()),
                        settings.builders().keySet().stream()
                                .flatMap(text -> about("builders." + text, text, settings.locations()).stream()))
                .toList();
    }

    static List<Problem> in(ImageConfig definition) {
        return in("platforms", definition.platforms(), definition.locations()).toList();
    }

    private static Stream<Problem> in(
            String path, Optional<? extends Collection<String>> platforms, Locations locations) {
        List<String> written = platforms.map(List::<String>copyOf).orElse(List.of());
        return IntStream.range(0, written.size())
                .boxed()
                .flatMap(i -> about(path + "[" + i + "]", written.get(i), locations).stream());
    }

    private static Optional<Problem> about(String path, String text, Locations locations) {
        return locations.isFaulty(path)
                ? Optional.empty()
                : Platform.find(text).flatMap(PlatformDoubts::about).map(note -> note.at(locations.of(path)));
    }
}
