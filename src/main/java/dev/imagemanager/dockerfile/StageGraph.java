package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The dependencies between stages.
 *
 * <p>Rules: {@code dispatchStates} and {@code validateCircularDependency} of BuildKit's {@code dockerfile2llb}.
 */
final class StageGraph {

    private final List<Stage> stages;
    private final Map<String, NavigableMap<Integer, Stage>> byName = new HashMap<>();
    private final Stage[] bases;
    private final List<List<Link>> links = new ArrayList<>();

    StageGraph(List<Stage> stages) {
        this.stages = stages;
        this.bases = new Stage[stages.size()];
        stages.forEach(stage -> {
            stage.name().ifPresent(name -> allNamed(name).put(stage.number(), stage));
            links.add(new ArrayList<>());
        });
    }

    /** @param triggered whether the source is in an {@code ONBUILD} of the stage's base */
    record Link(Stage from, Stage to, Source source, boolean triggered) {}

    /**
     * Links a stage to its base. {@code FROM} compares names case-sensitively, and only with earlier stages.
     *
     * @return whether the name is a stage
     */
    boolean linkBase(Stage stage, String name) {
        Optional<Stage> base =
                earlier(stage, name).filter(earlier -> earlier.label().equals(name));
        base.ifPresent(earlier -> bases[stage.number()] = earlier);
        return base.isPresent();
    }

    void linkSource(Stage stage, Stage target, Source source, boolean triggered) {
        links.get(stage.number()).add(new Link(stage, target, source, triggered));
    }

    Optional<Stage> base(Stage stage) {
        return Optional.ofNullable(bases[stage.number()]);
    }

    /** Returns the last earlier stage with the name, ignoring case. */
    Optional<Stage> earlier(Stage stage, String name) {
        return Optional.ofNullable(allNamed(name).lowerEntry(stage.number())).map(Map.Entry::getValue);
    }

    /** Returns the last stage with the name, ignoring case. */
    Optional<Stage> named(String name) {
        return Optional.ofNullable(allNamed(name).lastEntry()).map(Map.Entry::getValue);
    }

    Optional<Stage> numbered(long number) {
        return number >= 0 && number < stages.size() ? Optional.of(stages.get((int) number)) : Optional.empty();
    }

    /** Returns the numbers of the stage and of all stages that it depends on. */
    BitSet neededFor(Stage target) {
        return reachable(target, true);
    }

    /**
     * Returns the links to the same or a later stage. BuildKit rejects them in stages that the target needs, and in
     * cycles. A trigger may refer to the stage that it runs in.
     */
    Stream<Link> misplaced(Stage target) {
        BitSet needed = neededFor(target);
        return links.stream()
                .flatMap(List::stream)
                .filter(link -> link.to().number() >= link.from().number())
                .filter(link -> !(link.triggered() && link.from() == link.to()))
                .filter(link -> needed.get(link.from().number())
                        || reachable(link.to(), false).get(link.from().number()));
    }

    private NavigableMap<Integer, Stage> allNamed(String name) {
        return byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new TreeMap<>());
    }

    private BitSet reachable(Stage start, boolean throughBases) {
        BitSet reached = new BitSet(stages.size());
        List<Stage> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            Stage stage = open.remove(open.size() - 1);
            if (!reached.get(stage.number())) {
                reached.set(stage.number());
                links.get(stage.number()).forEach(link -> open.add(link.to()));
                if (throughBases) {
                    base(stage).ifPresent(open::add);
                }
            }
        }
        return reached;
    }
}
