package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.settings.PruneSettings;
import dev.imagemanager.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides which tags of a repository go. What the tags that stay have is needed, with what indexes list and what is attached to
 * all of that. Of the rest nothing is.
 */
final class TagChoice {

    private final RepositoryStock stock;
    private final PruneSettings rules;
    private final CurrentKeys keys;
    private final Instant now;
    private final SortedMap<String, TagMeaning> meanings;
    private final Map<Digest, SortedSet<String>> tags;
    private final SortedSet<String> going = new TreeSet<>();
    private final SortedMap<String, Stay> stays = new TreeMap<>();
    private final Set<Digest> needed = new HashSet<>();

    private TagChoice(RepositoryStock stock, PruneSettings rules, CurrentKeys keys, Instant now) {
        this.stock = stock;
        this.rules = rules;
        this.keys = keys;
        this.now = now;
        this.meanings = stock.meanings();
        this.tags = stock.tagsByDigest();
    }

    static TagChoice of(RepositoryStock stock, PruneSettings rules, CurrentKeys keys, Instant now) {
        TagChoice choice = new TagChoice(stock, rules, keys, now);
        choice.decide();
        choice.needAttached();
        choice.keepLast();
        choice.needAttached();
        choice.leaveNamesOfWhatStays();
        return choice;
    }

    SortedMap<String, TagMeaning> meanings() {
        return meanings;
    }

    /** Returns the tags that go and are attached to nothing. */
    SortedSet<String> going() {
        return Collections.unmodifiableSortedSet(going);
    }

    /** Returns tags that could go by their kind, but stay. */
    List<Stay> stays() {
        return List.copyOf(stays.values());
    }

    Set<Digest> needed() {
        return Collections.unmodifiableSet(needed);
    }

    private void decide() {
        stock.tags().forEach((tag, digest) -> {
            if (meanings.get(tag).isAttached()) {
                return;
            }
            Optional<Stay.Reason> objection = objection(meanings.get(tag).kind(), tag, digest);
            if (objection.isEmpty()) {
                going.add(tag);
                return;
            }
            need(digest);
            if (!meanings.get(tag).isDefined()) {
                stay(tag, objection.get());
            }
        });
    }

    private void stay(String tag, Stay.Reason reason) {
        stays.put(tag, new Stay(tag, stock.tags().get(tag), reason));
    }

    /** Returns why a tag that is attached to nothing stays; empty if it goes. */
    private Optional<Stay.Reason> objection(TagMeaning.Kind kind, String tag, Digest digest) {
        Optional<Stay.Reason> objection =
                switch (kind) {
                    case SNAPSHOT ->
                        rules.snapshots().isEmpty()
                                ? Optional.of(Stay.Reason.NO_RULE)
                                : tooYoung(digest, rules.snapshots());
                    case ORPHAN -> rules.orphans() ? Optional.empty() : Optional.of(Stay.Reason.NO_RULE);
                    case KEY -> objectionToKey(tag);
                    case VERSION, ALIAS, PLATFORM, TEST, ATTACHMENT -> Optional.of(Stay.Reason.IN_USE);
                };
        return objection.or(() -> tooYoung(digest, rules.olderThan()));
    }

    private Optional<Stay.Reason> objectionToKey(String tag) {
        if (!rules.orphans() || !stock.repository().isForBuilds()) {
            return Optional.of(Stay.Reason.NO_RULE);
        }
        if (!keys.areKnown(stock.repository())) {
            return Optional.of(Stay.Reason.KEYS_UNKNOWN);
        }
        return keys.tags().contains(tag) ? Optional.of(Stay.Reason.IN_USE) : Optional.empty();
    }

    /** @param limit zero for any age */
    private Optional<Stay.Reason> tooYoung(Digest digest, Optional<Duration> limit) {
        if (limit.filter(age -> !age.isZero()).isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> time = stock.time(digest);
        if (time.isEmpty()) {
            return Optional.of(Stay.Reason.AGE_UNKNOWN);
        }
        return time.get().isAfter(now.minus(limit.get())) ? Optional.of(Stay.Reason.YOUNG) : Optional.empty();
    }

    /** What an artifact is attached to is needed as long as the artifact is. */
    private void need(Digest root) {
        Queue<Digest> roots = new ArrayDeque<>(List.of(root));
        while (!roots.isEmpty()) {
            stock.within(roots.remove()).stream()
                    .filter(needed::add)
                    .flatMap(digest -> stock.manifest(digest).stream())
                    .flatMap(found -> found.subject().stream())
                    .forEach(roots::add);
        }
    }

    /** Attachments have attachments, such as signatures of attestations. */
    private void needAttached() {
        boolean isComplete = false;
        while (!isComplete) {
            List<Digest> more = stock.tags().entrySet().stream()
                    .filter(tag -> !needed.contains(tag.getValue()))
                    .filter(tag -> belongsToWhatStays(meanings.get(tag.getKey()), tag.getValue()))
                    .map(Map.Entry::getValue)
                    .toList();
            more.forEach(this::need);
            isComplete = more.isEmpty();
        }
    }

    private boolean belongsToWhatStays(TagMeaning meaning, Digest digest) {
        boolean isAttached = stock.manifest(digest)
                .flatMap(StoredManifest::subject)
                .filter(needed::contains)
                .isPresent();
        if (isAttached || !meaning.isAttached()) {
            return isAttached;
        }
        // Of what exists without a tag nobody knows who needs it.
        return meaning.subject()
                .map(subject -> needed.contains(subject)
                        || (stock.gone().contains(subject)
                                ? mayNotGo(digest)
                                : stock.manifest(subject).isEmpty()))
                .orElse(true);
    }

    /** What is attached to nothing is of no use, but may be there before the image: its age counts, if it has one. */
    private boolean mayNotGo(Digest digest) {
        return !rules.orphans() || tooYoung(digest, rules.olderThan()).equals(Optional.of(Stay.Reason.YOUNG));
    }

    private void keepLast() {
        for (Digest digest : newestFirst().limit(rules.keepLast()).toList()) {
            need(digest);
            tags.get(digest).stream().filter(going::remove).forEach(tag -> stay(tag, Stay.Reason.LAST));
        }
    }

    /** Of what has no time nobody can say that it is older. */
    private Stream<Digest> newestFirst() {
        Comparator<Digest> order = Comparator.comparing(
                        (Digest digest) -> stock.time(digest).orElse(Instant.MAX))
                .thenComparing(digest -> Collections.max(tags.get(digest), NaturalOrder.OF_TAGS), NaturalOrder.OF_TAGS);
        return going.stream()
                .map(stock.tags()::get)
                .filter(digest -> !needed.contains(digest))
                .distinct()
                .sorted(order.reversed());
    }

    /**
     * A tag that the fleet does not define may still be a name of an image that it has, such as one that says what was found in
     * it. Snapshots are known as such, and go as long as the image has another tag: registries may remove what has none.
     */
    private void leaveNamesOfWhatStays() {
        Set<String> all = Set.copyOf(going);
        for (String tag : all) {
            Digest digest = stock.tags().get(tag);
            boolean isOneOfSeveral =
                    meanings.get(tag).kind() == TagMeaning.Kind.SNAPSHOT && !all.containsAll(tags.get(digest));
            if (needed.contains(digest) && !isOneOfSeveral) {
                going.remove(tag);
                stay(tag, Stay.Reason.NEEDED);
            }
        }
    }
}
