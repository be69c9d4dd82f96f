package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.PruneSettings;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.registry.PruneReport.Outcome;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes from registries what the rules of a fleet say. */
@ApplicationScoped
public final class RegistryPruner {

    private final FleetGenerator generator;
    private final FleetRepositories repositories;
    private final RegistryInventory registries;
    private final BuildKeys buildKeys;
    private final InstantSource clock = InstantSource.system();

    @Inject
    public RegistryPruner(
            FleetGenerator generator,
            FleetRepositories repositories,
            RegistryInventory registries,
            BuildKeys buildKeys) {
        this.generator = generator;
        this.repositories = repositories;
        this.registries = registries;
        this.buildKeys = buildKeys;
    }

    /** What is decided about one fleet, with the same rules as often as registries are looked at. */
    private record Decision(StockReader reader, PruneSettings rules, CurrentKeys keys, Instant now) {

        List<RepositoryPlan> plan(Collection<FleetRepository> chosen) throws InterruptedException {
            Map<FleetRepository, RepositoryPlanner> planners = new LinkedHashMap<>();
            for (RepositoryStock stock : reader.read(chosen)) {
                planners.put(stock.repository(), new RepositoryPlanner(stock, TagChoice.of(stock, rules, keys, now)));
            }
            Map<FleetRepository, Set<Digest>> removed = new LinkedHashMap<>();
            planners.forEach((repository, planner) -> removed.put(repository, planner.removed()));
            Map<FleetRepository, Map<Digest, Set<Digest>>> attached = reader.attached(removed);
            List<RepositoryPlan> plans = new ArrayList<>();
            planners.forEach((repository, planner) -> {
                if (!reader.hasFailed(repository)) {
                    plans.add(planner.plan(attached.get(repository)));
                }
            });
            return plans;
        }
    }

    /**
     * Plans what to remove, without removing it. Starts no service.
     *
     * @param listener receives notes about the plan of builds
     * @throws InputException if the fleet or the query is not valid, or there is no rule
     */
    public PruneReport plan(RegistryQuery query, PruneOverrides overrides, PipelineListener listener)
            throws InterruptedException {
        Fleet fleet = generator.generate(query.directory()).fleet();
        Decision decision = decide(fleet, query, overrides, listener);
        List<RepositoryPlan> plans = decision.plan(repositories.find(fleet, query));
        return new PruneReport(
                true,
                plans,
                removals(plans).collect(Collectors.toMap(removal -> removal, removal -> Outcome.PLANNED)),
                decision.reader().failures(),
                decision.now());
    }

    /**
     * Removes, while holding the fleet's lock; see {@link #plan}. Looks at the repositories again before that, and removes
     * nothing that changed.
     *
     * @param onWait receives a note before waiting for another command
     * @throws InputException also if the fleet is not trusted
     */
    public PruneReport prune(
            RegistryQuery query, PruneOverrides overrides, PipelineListener listener, Consumer<Problem> onWait)
            throws InterruptedException {
        Fleet fleet = generator.generate(query.directory()).fleet();
        if (!fleet.settings().isTrusted()) {
            throw new InputException(Problem.error("nothing is removed from registries for a fleet that is not trusted:"
                            + " its definitions say which repositories and tags are its own")
                    .withHint("without --yes, the command shows what would be removed"));
        }
        return OutputLock.whileHeld(fleet.directory(), onWait, () -> {
            Decision decision = decide(fleet, query, overrides, listener);
            List<RepositoryPlan> plans = decision.plan(repositories.find(fleet, query));
            return clean(decision, plans);
        });
    }

    private Decision decide(Fleet fleet, RegistryQuery query, PruneOverrides overrides, PipelineListener listener)
            throws InterruptedException {
        PruneSettings rules = overrides.on(fleet.settings().pruning());
        if (!rules.orphans() && rules.snapshots().isEmpty()) {
            throw new InputException(Problem.error("no rule says what to remove")
                    .withHint("write 'prune: { orphans: true, snapshots: 7d }' to .image-manager.yml, or use --orphans"
                            + " or --snapshots 7d"));
        }
        CurrentKeys keys = query.inBuildRegistry() && rules.orphans()
                ? buildKeys.now(query.directory(), listener)
                : CurrentKeys.NONE;
        return new Decision(new StockReader(registries), rules, keys, clock.instant());
    }

    private PruneReport clean(Decision decision, List<RepositoryPlan> plans) throws InterruptedException {
        List<RepositoryPlan> busy =
                plans.stream().filter(plan -> !plan.removals().isEmpty()).toList();
        Map<FleetRepository, RepositoryPlan> fresh =
                decision.plan(busy.stream().map(RepositoryPlan::repository).toList()).stream()
                        .collect(Collectors.toMap(RepositoryPlan::repository, plan -> plan));
        Map<Removal, Outcome> outcomes = new ConcurrentHashMap<>();
        Problems problems = new Problems();
        Scheduler.ofIndependent(busy).runAll(plan -> {
            FleetRepository repository = plan.repository();
            if (fresh.containsKey(repository)) {
                outcomes.putAll(new RepositoryCleaner(registries.at(repository.registry()), plan, problems)
                        .clean(fresh.get(repository)));
            } else {
                plan.removals().forEach(removal -> outcomes.put(removal, Outcome.LEFT));
            }
        });
        problems.addAll(decision.reader().failures());
        return new PruneReport(
                false,
                plans,
                new HashMap<>(outcomes),
                Stream.concat(problems.errors().stream(), problems.notes().stream())
                        .toList(),
                decision.now());
    }

    private static Stream<Removal> removals(List<RepositoryPlan> plans) {
        return plans.stream().flatMap(plan -> plan.removals().stream());
    }
}
