package dev.imagemanager.pipeline.run;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.graph.BuildPlatforms;
import dev.imagemanager.graph.BuilderPlatforms;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFiles;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.services.ServiceLocator;
import dev.imagemanager.pipeline.services.ServiceProvider;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.ServiceSource;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.reference.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Generates the files of targets and runs steps on them, each as soon as its dependencies are done. */
@ApplicationScoped
public final class FleetRunner {

    private final FleetGenerator generator;
    private final ServiceProvider services;
    private final ServiceLocator locator;
    private final SecretMask mask;
    private final SealedDocuments documents;

    @Inject
    public FleetRunner(
            FleetGenerator generator,
            ServiceProvider services,
            ServiceLocator locator,
            SecretMask mask,
            SealedDocuments documents) {
        this.documents = documents;
        this.locator = locator;
        this.generator = generator;
        this.services = services;
        this.mask = mask;
    }

    /**
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the selected targets are not valid
     * @throws dev.imagemanager.problem.EnvironmentException if something is missing that a step needs
     */
    public RunReport run(RunRequest request, PipelineListener listener) throws InterruptedException {
        Timeline timeline = new Timeline();
        try (RunEnd end = new RunEnd(request.trace(), timeline, listener)) {
            Selection selection = timeline.during("generate", () -> assume(request, listener));
            return OutputLock.whileHeld(
                    selection.fleet().directory(),
                    note -> listener.on(new PipelineEvent.Noted(note)),
                    () -> run(request, selection, listener, timeline, end));
        }
    }

    /**
     * Returns what {@link #run} would do. Writes nothing, and starts no service.
     *
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the selected targets are not valid
     */
    public PlanReport plan(RunRequest request, PipelineListener listener) throws InterruptedException {
        return PlanReport.of(
                plan(request, assume(request, listener), listener).steps().values());
    }

    /**
     * Returns why {@link #run} would do what it would do for the selected targets.
     *
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the selected targets are not valid
     */
    public List<Explanation> explain(RunRequest request, PipelineListener listener) throws InterruptedException {
        PlannedRun planned = plan(request, assume(request, listener), listener);
        return planned.selection().chosen().stream()
                .flatMap(target -> planned.steps().values().stream().flatMap(step -> step.explain(target).stream()))
                .toList();
    }

    /**
     * Plans steps for the selected targets, starts the services that planning needs, and has others use the plans. No other
     * command writes to the fleet's output meanwhile.
     *
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the selected targets are not valid
     * @throws dev.imagemanager.problem.EnvironmentException if something is missing that a step needs
     */
    public <R> R withPlans(RunRequest request, PipelineListener listener, PlannedSteps.Use<R> use)
            throws InterruptedException {
        Selection assumed = assume(request, listener);
        Fleet fleet = assumed.fleet();
        fleet.withheld().ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
        return OutputLock.whileHeld(fleet.directory(), note -> listener.on(new PipelineEvent.Noted(note)), () -> {
            RunServices provided = new RunServices(services, fleet, listener);
            OutputDirectory output = new OutputDirectory(fleet.directory());
            PlannedRun planned = plan(request, assumed, provided, output, listener);
            Selection selection = planned.selection();
            return use.of(new PlannedSteps(
                    context(request, selection, provided, output, listener), selection.chosen(), planned.steps()));
        });
    }

    private PlannedRun plan(RunRequest request, Selection assumed, PipelineListener listener)
            throws InterruptedException {
        Fleet fleet = assumed.fleet();
        fleet.withheld().ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
        return plan(
                request,
                assumed,
                new RunningServices(locator, fleet),
                new OutputDirectory(fleet.directory()),
                listener);
    }

    /**
     * A selection and the plans of its steps.
     *
     * @param selection for the platforms of the builders, as far as they are known
     */
    private record PlannedRun(Selection selection, Map<Activity, Step.Planned> steps) {}

    /**
     * The targets of a run and what is done with them.
     *
     * @param kept the targets that could be chosen
     */
    private record Selection(GeneratedFleet generated, Set<TargetName> kept, List<TargetName> chosen, RunPlan plan) {

        Fleet fleet() {
            return generated.fleet();
        }

        /** Returns the selected targets and those that steps add. */
        List<TargetName> inBuildOrder() {
            Set<TargetName> targets = new HashSet<>(chosen);
            plan.work().values().stream()
                    .flatMap(Collection::stream)
                    .map(Target::name)
                    .forEach(targets::add);
            return generated.graph().inBuildOrder(targets);
        }
    }

    /** Selects targets as if the builders had the platform of this machine. */
    private Selection assume(RunRequest request, PipelineListener listener) throws InterruptedException {
        BuildPlatforms assumed = new BuildPlatforms(
                BuilderPlatforms.all(Platform.ofThisMachine()),
                request.steps().stream()
                        .flatMap(step -> step.platforms().stream())
                        .distinct()
                        .toList());
        GeneratedFleet generated = generator.generate(request.directory(), assumed);
        return select(
                request,
                generated,
                request.filter().keep(generated, note -> listener.on(new PipelineEvent.Noted(note))));
    }

    private static Selection select(RunRequest request, GeneratedFleet generated, Set<TargetName> kept) {
        List<TargetName> chosen = request.targets().select(generated.fleet(), generated.graph(), kept);
        RunPlan plan = new RunPlan(generated, request.steps(), chosen);
        plan.check();
        return new Selection(generated, kept, chosen, plan);
    }

    private RunReport run(
            RunRequest request, Selection assumed, PipelineListener listener, Timeline timeline, RunEnd end)
            throws InterruptedException {
        Fleet fleet = assumed.fleet();
        OutputDirectory output = new OutputDirectory(fleet.directory());
        fleet.withheld().ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
        write(assumed, output, listener);
        RunServices provided = new RunServices(services, fleet, listener);
        OpenedRun opened;
        try {
            opened = open(request, assumed, provided, output, listener, timeline);
        } catch (ImageManagerException | InterruptedException notBegun) {
            RunHistory.read(output, documents)
                    .notDone(assumed.plan().tasks().keySet(), fleet.targets().keySet());
            throw notBegun;
        }
        Selection selection = opened.selection();
        Map<Activity, Step.Execution> executions = opened.executions();
        RunRecorder recorder = new RunRecorder();
        Map<Task, Set<Task>> tasks = selection.plan().tasks();
        TaskRunner runner = new TaskRunner(
                tasks,
                new TaskExecutor(fleet, executions),
                recorder,
                RunHistory.read(output, documents),
                fleet.targets().keySet(),
                timeline,
                new RunTeller(listener));
        end.tasksBegin(tasks, recorder);
        runner.run(places(request.jobs(), executions), request.failFast());
        Collection<Step.Execution> done = executions.values();
        timeline.during("clean up", () -> {
            done.forEach(Step.Execution::finish);
            return done;
        });
        return report(request.steps(), fleet, selection.inBuildOrder(), recorder, timeline.now(), runner.statistics());
    }

    /**
     * Returns the places of tasks: those of the run, and those of steps that have their own.
     *
     * @param jobs the places of the run
     */
    private static Scheduler.Places<Task> places(int jobs, Map<Activity, Step.Execution> executions) {
        Map<Optional<Activity>, Integer> places = new HashMap<>();
        executions.forEach((activity, execution) -> execution
                .places()
                .ifPresentOrElse(
                        own -> places.put(Optional.of(activity), own), () -> places.put(Optional.empty(), jobs)));
        return new Scheduler.Places<>(
                task -> Optional.of(task.activity()).filter(activity -> places.containsKey(Optional.of(activity))),
                places);
    }

    /** @param selection for the platforms of the builders */
    private record OpenedRun(Selection selection, Map<Activity, Step.Execution> executions) {}

    private OpenedRun open(
            RunRequest request,
            Selection assumed,
            RunServices provided,
            OutputDirectory output,
            PipelineListener listener,
            Timeline timeline)
            throws InterruptedException {
        PlannedRun planned = timeline.during("plan", () -> plan(request, assumed, provided, output, listener));
        if (planned.selection() != assumed) {
            write(planned.selection(), output, listener);
        }
        if (request.saved().isPresent()) {
            request.saved().get().require(PlanReport.of(planned.steps().values()), request.steps());
        }
        Map<Activity, Step.Execution> executions =
                timeline.during("start services", () -> open(planned.steps(), provided));
        Selection selection = selectForBuilders(
                request, planned.selection(), executions.values().stream().map(Step.Execution::builders));
        if (selection != planned.selection()) {
            write(selection, output, listener);
            executions = open(planSteps(request, selection, provided, output, listener), provided);
        }
        return new OpenedRun(selection, executions);
    }

    private static void write(Selection selection, OutputDirectory output, PipelineListener listener) {
        GeneratedFiles files = new GeneratedFiles(output);
        GeneratedFiles.Changes changes = files.compare(selection.generated(), selection.inBuildOrder());
        changes.notes().forEach(note -> listener.on(new PipelineEvent.Noted(note)));
        files.apply(changes);
    }

    /** Plans again for the platforms of the builders if the steps know that they are not the assumed ones. */
    private PlannedRun plan(
            RunRequest request,
            Selection assumed,
            ServiceSource provided,
            OutputDirectory output,
            PipelineListener listener)
            throws InterruptedException {
        Map<Activity, Step.Planned> planned = planSteps(request, assumed, provided, output, listener);
        Selection known =
                selectForBuilders(request, assumed, planned.values().stream().map(Step.Planned::builders));
        return new PlannedRun(
                known, known == assumed ? planned : planSteps(request, known, provided, output, listener));
    }

    /** Returns the same selection if the builders' platforms are the assumed ones. */
    private Selection selectForBuilders(
            RunRequest request, Selection assumed, Stream<Optional<BuilderPlatforms>> builders) {
        BuildPlatforms platforms = assumed.generated().graph().platforms();
        return builders.flatMap(Optional::stream)
                .findFirst()
                .filter(known -> !known.equals(platforms.builders()))
                .map(known -> select(
                        request, generator.forPlatforms(assumed.generated(), platforms.with(known)), assumed.kept()))
                .orElse(assumed);
    }

    private Map<Activity, Step.Planned> planSteps(
            RunRequest request,
            Selection selection,
            ServiceSource provided,
            OutputDirectory output,
            PipelineListener listener)
            throws InterruptedException {
        StepContext context = context(request, selection, provided, output, listener);
        Map<Activity, Step.Planned> planned = new LinkedHashMap<>();
        for (Map.Entry<Step, List<Target>> step : selection.plan().work().entrySet()) {
            planned.put(step.getKey().activity(), step.getKey().plan(context, step.getValue(), Map.copyOf(planned)));
        }
        return planned;
    }

    private StepContext context(
            RunRequest request,
            Selection selection,
            ServiceSource provided,
            OutputDirectory output,
            PipelineListener listener) {
        return new StepContext(
                selection.generated(),
                Set.copyOf(selection.chosen()),
                provided,
                output,
                listener,
                request.jobs(),
                request.timeLimit(),
                mask);
    }

    /** Starts all services at first, since that can fail. */
    private static Map<Activity, Step.Execution> open(Map<Activity, Step.Planned> planned, ServiceSource services)
            throws InterruptedException {
        Set<ServiceName> needed = EnumSet.noneOf(ServiceName.class);
        planned.values().forEach(step -> needed.addAll(step.services()));
        services.require(needed);
        Map<Activity, Step.Execution> executions = new LinkedHashMap<>();
        for (Map.Entry<Activity, Step.Planned> step : planned.entrySet()) {
            executions.put(step.getKey(), step.getValue().open());
        }
        return executions;
    }

    private static RunReport report(
            List<Step> steps,
            Fleet fleet,
            List<TargetName> targets,
            RunRecorder recorder,
            Duration time,
            RunStatistics statistics) {
        List<Activity> activities = steps.stream().map(Step::activity).toList();
        List<TargetResult> results = targets.stream()
                .map(target -> {
                    Map<Activity, Outcome> outcomes = recorder.of(target);
                    Map<Activity, Outcome> inOrder = new LinkedHashMap<>();
                    activities.stream()
                            .filter(outcomes::containsKey)
                            .forEach(activity -> inOrder.put(activity, outcomes.get(activity)));
                    return new TargetResult(fleet.targets().get(target), TargetState.of(activities, outcomes), inOrder);
                })
                .toList();
        List<String> columns = steps.stream()
                .filter(step -> step.isFor(fleet))
                .flatMap(step -> step.columns().stream())
                .toList();
        return new RunReport(columns, results, time, statistics);
    }
}
