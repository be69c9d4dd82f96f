package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.registry.Removal.Reason;
import dev.imagemanager.pipeline.registry.Removal.Stage;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says how what goes from a repository is removed: in which order, with what is attached to it. */
final class RepositoryPlanner {

    private static final Comparator<Removal> ORDER = Comparator.comparing((Removal removal) -> !removal.isTagOnly())
            .thenComparing(Removal::stage)
            .thenComparing(
                    removal -> removal.tags().isEmpty() ? "" : removal.tags().first(), NaturalOrder.OF_TAGS)
            .thenComparing(Removal::digest);

    private final RepositoryStock stock;
    private final TagChoice choice;
    private final Map<Digest, SortedSet<String>> tags;
    private final Set<Digest> removed;
    private final Map<Digest, Set<Digest>> indexes = new HashMap<>();

    RepositoryPlanner(RepositoryStock stock, TagChoice choice) {
        this.stock = stock;
        this.choice = choice;
        this.tags = stock.tagsByDigest();
        this.removed = Collections.unmodifiableSet(findRemoved());
        removed.forEach(index -> stock.manifest(index).stream()
                .flatMap(found -> found.parts().stream())
                .forEach(part -> indexes.computeIfAbsent(part.digest(), added -> new HashSet<>())
                        .add(index)));
    }

    private Set<Digest> findRemoved() {
        Set<Digest> found = new LinkedHashSet<>();
        tags.keySet().stream()
                .filter(digest -> !choice.needed().contains(digest))
                .forEach(digest -> found.addAll(stock.within(digest)));
        found.removeAll(choice.needed());
        found.retainAll(stock.manifests().keySet());
        return found;
    }

    /** Returns everything with tags that is to be removed, and what it lists. */
    Set<Digest> removed() {
        return removed;
    }

    /** @param attached what is attached to what is {@linkplain #removed() removed}, directly or indirectly */
    RepositoryPlan plan(Map<Digest, Set<Digest>> attached) {
        Map<Digest, Removal> removals = new HashMap<>();
        removed.forEach(digest -> removals.put(digest, removal(digest)));
        attached.forEach((subject, artifacts) -> artifacts.stream()
                .filter(artifact -> !choice.needed().contains(artifact))
                .forEach(artifact -> removals.computeIfAbsent(
                        artifact,
                        added -> removal(
                                added, Reason.ATTACHED, Stage.ATTACHED_PART, Set.of(subject), Optional.empty()))));
        List<Removal> all = new ArrayList<>(removals.values());
        choice.going().stream()
                .filter(tag -> choice.needed().contains(stock.tags().get(tag)))
                .forEach(tag -> all.add(tagAlone(tag)));
        return new RepositoryPlan(stock, inOrder(all), choice.stays());
    }

    /** Owners come first, also where indexes list indexes. Tags can say of two attachments that each belongs to the other. */
    private static List<Removal> inOrder(List<Removal> all) {
        List<Removal> ordered = new ArrayList<>();
        List<Removal> open = all.stream().sorted(ORDER).toList();
        Set<Digest> waiting = open.stream()
                .filter(removal -> !removal.isTagOnly())
                .map(Removal::digest)
                .collect(Collectors.toSet());
        while (!open.isEmpty()) {
            List<Removal> later = new ArrayList<>();
            for (Removal removal : open) {
                if (removal.owners().stream().anyMatch(waiting::contains)) {
                    later.add(removal);
                } else {
                    ordered.add(removal);
                    waiting.remove(removal.digest());
                }
            }
            if (later.size() == open.size()) {
                waiting.removeAll(later.get(0).owners());
            }
            open = later;
        }
        return ordered;
    }

    private Removal tagAlone(String tag) {
        Digest digest = stock.tags().get(tag);
        return new Removal(
                stock.repository(),
                digest,
                new TreeSet<>(Set.of(tag)),
                true,
                Reason.SNAPSHOT,
                Stage.IMAGE,
                Set.of(),
                choice.meanings().get(tag).snapshot(),
                stock.time(digest),
                0);
    }

    /** What has other tags than those of attachments is removed as what these say. */
    private Removal removal(Digest digest) {
        Optional<TagMeaning> meaning =
                tagsOf(digest).stream().map(choice.meanings()::get).min(Comparator.comparing(TagMeaning::isAttached));
        Set<Digest> listing = indexes.getOrDefault(digest, Set.of());
        Set<Digest> lists = listing.stream().filter(this::isAttached).collect(Collectors.toSet());
        if (meaning.isPresent() ? meaning.get().isAttached() : !lists.isEmpty()) {
            return attachment(digest, meaning.flatMap(TagMeaning::subject), lists);
        }
        return removal(
                digest,
                meaning.map(known -> reason(known.kind())).orElse(Reason.PART),
                listing.isEmpty() ? Stage.IMAGE : Stage.PART,
                listing,
                meaning.flatMap(TagMeaning::snapshot));
    }

    private static Reason reason(TagMeaning.Kind kind) {
        return switch (kind) {
            case SNAPSHOT -> Reason.SNAPSHOT;
            case KEY -> Reason.KEY;
            default -> Reason.ORPHAN;
        };
    }

    private Removal attachment(Digest digest, Optional<Digest> ofTag, Set<Digest> lists) {
        Optional<Digest> subject = ofTag.or(() -> stock.manifest(digest).flatMap(StoredManifest::subject))
                .or(() -> lists.stream()
                        .flatMap(list -> tagsOf(list).stream())
                        .flatMap(tag -> choice.meanings().get(tag).subject().stream())
                        .findFirst());
        return removal(
                digest,
                subject.filter(removed::contains).isPresent() ? Reason.ATTACHED : Reason.DANGLING,
                lists.isEmpty() ? Stage.ATTACHMENT : Stage.ATTACHED_PART,
                subject.filter(removed::contains).map(Set::of).orElseGet(Set::of),
                Optional.empty());
    }

    private Removal removal(Digest digest, Reason reason, Stage stage, Set<Digest> owners, Optional<String> detail) {
        return new Removal(
                stock.repository(),
                digest,
                tagsOf(digest),
                false,
                reason,
                stage,
                owners,
                detail,
                stock.time(digest),
                stock.bytes(digest));
    }

    private SortedSet<String> tagsOf(Digest digest) {
        return tags.getOrDefault(digest, Collections.emptySortedSet());
    }

    private boolean isAttached(Digest digest) {
        return tagsOf(digest).stream()
                .anyMatch(tag -> choice.meanings().get(tag).isAttached());
    }
}
