package dev.imagemanager.pipeline.step;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a step would do for a target.
 *
 * @param platform empty if it does not work for each platform on its own
 * @param action in a word or two: {@code build}, {@code up to date}
 * @param reasons why, as clauses; may be empty
 * @param key of its inputs, as far as they are known before it is done; empty if they are not. Equal keys mean equal inputs.
 */
public record PlannedWork(
        Activity activity,
        TargetName target,
        Optional<Platform> platform,
        Kind kind,
        String action,
        List<PlannedReason> reasons,
        Optional<String> key) {

    /** How much is to be done. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** That is known when parents are done. */
        UNKNOWN,
        /** Something. */
        SOME
    }

    public PlannedWork {
        reasons = List.copyOf(reasons);
    }

    public PlannedWork(
            Activity activity,
            TargetName target,
            Optional<Platform> platform,
            Kind kind,
            String action,
            List<PlannedReason> reasons) {
        this(activity, target, platform, kind, action, reasons, Optional.empty());
    }

    public PlannedWork withKey(Optional<String> newKey) {
        return new PlannedWork(activity, target, platform, kind, action, reasons, newKey);
    }

    /** Returns all reasons in one line; empty if there are none. */
    public String why() {
        return reasons.stream().map(PlannedReason::text).collect(Collectors.joining("; "));
    }
}
