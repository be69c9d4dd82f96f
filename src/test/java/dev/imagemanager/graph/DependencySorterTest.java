package dev.imagemanager.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DependencySorterTest {

    private final SortedMap<TargetName, Dependencies> graph = new TreeMap<>();
    private final Problems problems = new Problems();

    private DependencySorterTest target(String name, String... parents) {
        SortedMap<TargetName, SourceLocation> places = new TreeMap<>();
        for (int i = 0; i < parents.length; i++) {
            places.put(name(parents[i]), new SourceLocation(Path.of(name), i + 1, 6));
        }
        graph.put(name(name), new Dependencies(places, new TreeSet<>(), new TreeMap<>()));
        return this;
    }

    private static TargetName name(String text) {
        String[] parts = text.split(":");
        return new TargetName(parts[0], parts.length == 1 ? "1" : parts[1]);
    }

    private List<String> sorted() {
        return new DependencySorter()
                .sort(graph, problems).stream()
                        .map(target -> target.tag().equals("1") ? target.image() : target.toString())
                        .toList();
    }

    @Test
    void parentsComeFirst() {
        target("a", "z").target("m", "a").target("z");

        assertThat(sorted()).containsExactly("z", "a", "m");
    }

    @Test
    void readyOnesComeByNameThenTag() {
        target("b").target("a:2").target("a:10").target("a-b").target("c");

        assertThat(sorted()).containsExactly("a:10", "a:2", "a-b", "b", "c");
    }

    /** Kahn's order: what becomes ready takes its place among those that are. */
    @Test
    void aTargetThatBecomesReadyIsNotPutLast() {
        target("a").target("b", "a").target("c").target("d", "c").target("e");

        assertThat(sorted()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void eachCircleIsToldOnceAndWhatStandsBehindItNever() {
        target("a", "b").target("b", "c").target("c", "b", "free");
        target("x", "x").target("free").target("y", "x").target("p", "q").target("q", "p", "b");

        assertThat(sorted()).containsExactly("free");
        assertThat(problems.errors())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "targets build on each other in a cycle: b:1 → c:1 → b:1",
                        "targets build on each other in a cycle: x:1 → x:1",
                        "targets build on each other in a cycle: p:1 → q:1 → p:1");
    }

    @Test
    void aCircleNamesEveryStepWithItsPlace() {
        target("a", "b").target("b", "free", "a").target("free");

        sorted();

        assertThat(problems.errors())
                .containsExactly(Problem.error(
                                new SourceLocation(Path.of("a"), 1, 6),
                                "targets build on each other in a cycle: a:1 → b:1 → a:1")
                        .withHint("a:1 builds on b:1 at a:1:6; b:1 builds on a:1 at b:2:6"));
    }

    @Test
    void twentyThousandTargetsAreNoBurden() {
        for (int i = 0; i < 20_000; i++) {
            target("t" + i, i == 0 ? new String[0] : new String[] {"t" + (i - 1)});
        }

        assertThat(sorted()).hasSize(20_000);
    }

    @Test
    void aLongWayToACircleIsNoBurden() {
        target("t0", "t1");
        for (int i = 1; i < 10_000; i++) {
            target("t" + i, "t" + (i - 1));
        }

        assertThat(sorted()).isEmpty();
        assertThat(problems.errors()).hasSize(1);
    }

    @Test
    void aLongCircleIsNoBurden() {
        for (int i = 0; i < 5_000; i++) {
            target("t" + i, "t" + (i + 1) % 5_000);
        }

        assertThat(sorted()).isEmpty();
        assertThat(problems.errors()).hasSize(1);
    }
}
