package dev.imagemanager.pipeline.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The differences between the packages of two images.
 *
 * @param changes sorted by name
 */
public record PackageDiff(ListedImage before, ListedImage after, List<Change> changes) {

    /**
     * A package that was added, removed or changed.
     *
     * @param from its version; empty if it was not there
     * @param to its version; empty if it is not there any more
     */
    public record Change(String name, String type, Optional<String> from, Optional<String> to) {

        /** Returns what happened, in a word. */
        public String kind() {
            return from.isEmpty() ? "added" : to.isEmpty() ? "removed" : "changed";
        }
    }

    public PackageDiff {
        changes = List.copyOf(changes);
    }

    /** All versions of a package. An image may have several of one. */
    private record Versions(ListedPackage listed, SortedSet<String> before, SortedSet<String> after) {}

    static PackageDiff of(
            ListedImage before,
            List<ListedPackage> packagesBefore,
            ListedImage after,
            List<ListedPackage> packagesAfter) {
        SortedMap<String, Versions> packages = new TreeMap<>();
        packagesBefore.forEach(listed -> versions(packages, listed).before().add(listed.version()));
        packagesAfter.forEach(listed -> versions(packages, listed).after().add(listed.version()));
        List<Change> changes = new ArrayList<>();
        packages.values().forEach(versions -> add(versions, changes));
        return new PackageDiff(before, after, changes);
    }

    private static Versions versions(SortedMap<String, Versions> packages, ListedPackage listed) {
        return packages.computeIfAbsent(
                listed.name() + "\n" + listed.identity(),
                key -> new Versions(listed, new TreeSet<>(), new TreeSet<>()));
    }

    /** Versions that are gone and new ones make changes; what is left over was removed or added. */
    private static void add(Versions versions, List<Change> changes) {
        List<String> gone = new ArrayList<>(versions.before());
        gone.removeAll(versions.after());
        List<String> added = new ArrayList<>(versions.after());
        added.removeAll(versions.before());
        for (int i = 0; i < Math.max(gone.size(), added.size()); i++) {
            changes.add(new Change(
                    versions.listed().name(),
                    versions.listed().type(),
                    i < gone.size() ? Optional.of(gone.get(i)) : Optional.empty(),
                    i < added.size() ? Optional.of(added.get(i)) : Optional.empty()));
        }
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
