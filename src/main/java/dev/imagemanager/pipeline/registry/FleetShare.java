package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says which tags of a repository belong to the fleet as it is defined now. */
public final class FleetShare {

    private final RepositoryStock stock;
    private final SortedMap<String, TagMeaning> meanings;
    private final Set<Digest> own;

    private FleetShare(RepositoryStock stock, SortedMap<String, TagMeaning> meanings, Set<Digest> own) {
        this.stock = stock;
        this.meanings = meanings;
        this.own = own;
    }

    /** @param meanings of all tags */
    public static FleetShare of(RepositoryStock stock, Map<String, TagMeaning> meanings) {
        Set<Digest> own = new HashSet<>();
        meanings.forEach((tag, meaning) -> {
            if (meaning.isDefined() || meaning.kind() == TagMeaning.Kind.SNAPSHOT) {
                own.addAll(stock.within(stock.tags().get(tag)));
            }
        });
        return new FleetShare(stock, new TreeMap<>(meanings), own);
    }

    /** Returns whether a tag belongs to the fleet; empty if only a plan of its builds can tell that. */
    public Optional<Boolean> isInFleet(String tag) {
        TagMeaning meaning = meanings.get(tag);
        return switch (meaning.kind()) {
            case VERSION, ALIAS, PLATFORM, SNAPSHOT -> Optional.of(true);
            case ORPHAN -> Optional.of(false);
            case KEY -> Optional.empty();
            case TEST, ATTACHMENT ->
                Optional.of(meaning.subject().filter(own::contains).isPresent()
                        || own.contains(stock.tags().get(tag)));
        };
    }
}
