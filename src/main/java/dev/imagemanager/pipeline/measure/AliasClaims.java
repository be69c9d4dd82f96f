package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives each alias to one target, and none that the image has already. */
final class AliasClaims {

    private final Fleet fleet;
    private final Optional<Snapshot> snapshot;
    private final Map<TargetName, Claim> claims = new HashMap<>();
    private final Map<TargetName, List<String>> aliases = new LinkedHashMap<>();
    private final Map<TargetName, Problem> problems = new LinkedHashMap<>();

    private record Claim(TargetName target, MeasuredAlias alias) {}

    AliasClaims(Fleet fleet, Optional<Snapshot> snapshot) {
        this.fleet = fleet;
        this.snapshot = snapshot;
    }

    /** @param measured the aliases that a target turned out to have, valid tags */
    void add(Target target, Map<MeasuredAlias, String> measured) {
        measured.forEach((alias, tag) -> {
            TargetName name = new TargetName(target.name().image(), tag);
            Optional<Problem> taken = taken(target.name(), alias, name)
                    .or(() -> snapshot.flatMap(id -> id.obstacle(fleet, target.name(), tag)));
            if (taken.isPresent()) {
                problems.putIfAbsent(target.name(), taken.get());
                return;
            }
            Claim first = claims.putIfAbsent(name, new Claim(target.name(), alias));
            if (first != null && !first.target().equals(target.name())) {
                problems.putIfAbsent(first.target(), claimedTwice(first, name, target.name()));
                problems.putIfAbsent(
                        target.name(), claimedTwice(new Claim(target.name(), alias), name, first.target()));
            } else if (first == null && !target.aliases().contains(tag)) {
                aliases.computeIfAbsent(target.name(), key -> new ArrayList<>()).add(tag);
            }
        });
    }

    /** An alias of the same target is the same alias. */
    private Optional<Problem> taken(TargetName target, MeasuredAlias alias, TargetName name) {
        return fleet.find(name)
                .filter(other ->
                        fleet.targets().containsKey(name) || !other.name().equals(target))
                .map(other -> Problem.error(
                                alias.writtenAt(),
                                target + " is not published: its measured alias " + name.tag() + " is "
                                        + (other.name().equals(name) ? "a tag of the image: " : "an alias of ")
                                        + other.name())
                        .withHint("change the text around the output in '" + alias.pattern() + "'"));
    }

    private static Problem claimedTwice(Claim claim, TargetName name, TargetName other) {
        return Problem.error(
                        claim.alias().writtenAt(),
                        claim.target() + " is not published: its measured alias " + name.tag() + " is also that of "
                                + other)
                .withHint("name the tag that has it, with 'tag' in '"
                        + claim.alias().pattern() + "'");
    }

    /** Returns the aliases of targets without problems. */
    Map<TargetName, List<String>> aliases() {
        Map<TargetName, List<String>> free = new LinkedHashMap<>(aliases);
        free.keySet().removeAll(problems.keySet());
        return free;
    }

    Map<TargetName, Problem> problems() {
        return problems;
    }
}
