package dev.imagemanager.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Why work on a target is planned, or not.
 *
 * @param inputs what decides it, sorted by name
 * @param causes the work on other targets that it follows from, the first cause last
 */
public record Explanation(PlannedWork work, List<Input> inputs, List<PlannedWork> causes) {

    public Explanation {
        inputs = List.copyOf(inputs);
        causes = List.copyOf(causes);
    }

    /** The difference of two values of an input. */
    public interface Difference {

        /** @return lines of a unified diff, or names of files; may be empty */
        List<String> between(String name, Optional<String> before, Optional<String> now);
    }

    /**
     * Compares the values of inputs at the last time with the present ones, each by its name.
     *
     * @param difference asked for inputs that changed
     */
    public static List<Input> compare(
            SortedMap<String, String> before, SortedMap<String, String> now, Difference difference) {
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<Input> inputs = new ArrayList<>();
        for (String name : names) {
            Optional<String> old = Optional.ofNullable(before.get(name));
            Optional<String> present = Optional.ofNullable(now.get(name));
            inputs.add(new Input(
                    name, old, present, old.equals(present) ? List.of() : difference.between(name, old, present)));
        }
        return inputs;
    }

    /**
     * One input of the work.
     *
     * @param before its value at the last time; empty if it was none
     * @param now empty if it is none any more
     * @param details the difference: lines of a unified diff, or names of files; may be empty
     */
    public record Input(String name, Optional<String> before, Optional<String> now, List<String> details) {
        public Input {
            details = List.copyOf(details);
        }

        public boolean isChanged() {
            return !before.equals(now);
        }
    }
}
