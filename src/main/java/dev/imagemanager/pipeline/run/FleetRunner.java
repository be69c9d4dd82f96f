package dev.imagemanager.pipeline.run;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.graph.BuildPlatforms;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFiles;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.ServiceProvider;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.reference.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Generates the files of targets and runs steps on them, each as soon as its dependencies are done. */
@ApplicationScoped
public final class FleetRunner {

    private final FleetGenerator generator;
    private final ServiceProvider services;
    private final SecretMask mask;

    @Inject
    public FleetRunner(FleetGenerator generator, ServiceProvider services, SecretMask mask) {
        this.generator = generator;
        this.services = services;
        this.mask = mask;
    }

    /**
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the selected targets are not valid
     * @throws dev.imagemanager.problem.EnvironmentException if something is missing that a step needs
     */
    public RunReport run(RunRequest request, PipelineListener listener) throws InterruptedException {
        long start = System.nanoTime();
        BuildPlatforms assumed = new BuildPlatforms(
                Platform.ofThisMachine(),
                request.steps().stream()
                        .flatMap(step -> step.platforms().stream())
                        .distinct()
                        .toList());
        Selection selection = select(request, generator.forPlatforms(generator.generate(request.directory()), assumed));
        return OutputLock.whileHeld(
                selection.fleet().directory(),
                note -> listener.on(new PipelineEvent.Noted(note)),
                () -> run(request, selection, listener, start));
    }

    /** The targets of a run and what is done with them. */
    private record Selection(GeneratedFleet generated, List<TargetName> chosen, RunPlan plan) {

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

    private static Selection select(RunRequest request, GeneratedFleet generated) {
        List<TargetName> chosen = request.targets().select(generated.fleet(), generated.graph());
        RunPlan plan = new RunPlan(generated, request.steps(), chosen);
        plan.check();
        return new Selection(generated, chosen, plan);
    }

    private RunReport run(RunRequest request, Selection assumed, PipelineListener listener, long start)
            throws InterruptedException {
        Fleet fleet = assumed.fleet();
        OutputDirectory output = new OutputDirectory(fleet.directory());
        fleet.withheld().ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
        write(assumed, output, listener);
        Provided provided = services.provide(
                fleet.directory(), fleet.settings(), assumed.plan().services(), listener);
        Map<Activity, Step.Execution> executions = open(assumed, provided, output, listener);
        Selection selection = selectForBuilder(request, assumed, executions.values());
        if (selection != assumed) {
            write(selection, output, listener);
            executions = open(selection, provided, output, listener);
        }
        RunRecorder recorder = new RunRecorder();
        take(request, fleet, selection.plan(), executions, recorder, new RunTeller(listener));
        executions.values().forEach(Step.Execution::finish);
        return report(
                request.steps(),
                fleet,
                selection.inBuildOrder(),
                recorder,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static void write(Selection selection, OutputDirectory output, PipelineListener listener) {
        GeneratedFiles files = new GeneratedFiles(output);
        GeneratedFiles.Changes changes = files.compare(selection.generated(), selection.inBuildOrder());
        changes.notes().forEach(note -> listener.on(new PipelineEvent.Noted(note)));
        files.apply(changes);
    }

    /** Returns the same selection if the builder's platform is the assumed one. */
    private Selection selectForBuilder(RunRequest request, Selection assumed, Collection<Step.Execution> executions) {
        BuildPlatforms platforms = assumed.generated().graph().platforms();
        return executions.stream()
                .flatMap(execution -> execution.builder().stream())
                .findFirst()
                .filter(builder -> !builder.equals(platforms.builder()))
                .map(builder -> select(request, generator.forPlatforms(assumed.generated(), platforms.with(builder))))
                .orElse(assumed);
    }

    private Map<Activity, Step.Execution> open(
            Selection selection, Provided provided, OutputDirectory output, PipelineListener listener)
            throws InterruptedException {
        StepContext context = new StepContext(
                selection.generated(),
                Set.copyOf(selection.chosen()),
                provided,
                selection.plan().archives(),
                output,
                listener,
                mask);
        Map<Activity, Step.Execution> executions = new LinkedHashMap<>();
        for (Step step : selection.plan().work().keySet()) {
            executions.put(step.activity(), step.open(context));
        }
        return executions;
    }

    private static void take(
            RunRequest request,
            Fleet fleet,
            RunPlan plan,
            Map<Activity, Step.Execution> executions,
            RunRecorder recorder,
            RunTeller teller) {
        TaskExecutor executor = new TaskExecutor(fleet, executions);
        new Scheduler<>(plan.tasks())
                .run(
                        request.jobs(),
                        request.failFast(),
                        task -> {
                            teller.started(task);
                            long start = System.nanoTime();
                            Outcome outcome = executor.execute(task);
                            if (outcome instanceof Outcome.Failed failed) {
                                throw new TaskFailedException(failed);
                            }
                            recorder.record(task, outcome);
                            if (outcome instanceof Outcome.Omitted omitted) {
                                teller.omitted(omitted);
                            } else {
                                teller.succeeded(
                                        task, (Outcome.Succeeded) outcome, Duration.ofNanos(System.nanoTime() - start));
                            }
                        },
                        (task, end) -> settle(task, end, recorder, teller));
    }

    /** Records tasks that did not succeed. The worker thread records successful ones. */
    private static void settle(Task task, Scheduler.Outcome<Task> end, RunRecorder recorder, RunTeller teller) {
        if (end instanceof Scheduler.Outcome.Failed<Task> failed) {
            Outcome.Failed outcome = failed.reason() instanceof TaskFailedException told
                    ? told.outcome()
                    : TaskExecutor.internalError(task, failed.reason());
            recorder.record(task, outcome);
            teller.failed(task, outcome);
        } else if (end instanceof Scheduler.Outcome.Blocked<Task> blocked) {
            Outcome.Blocked outcome =
                    new Outcome.Blocked(blocked.by().target(), blocked.by().activity());
            if (recorder.record(task, outcome)) {
                teller.blocked(task, outcome);
            }
        } else if (end instanceof Scheduler.Outcome.Cancelled<Task>) {
            recorder.record(task, new Outcome.Cancelled());
        }
    }

    private static RunReport report(
            List<Step> steps, Fleet fleet, List<TargetName> targets, RunRecorder recorder, Duration time) {
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
        return new RunReport(
                steps.stream().flatMap(step -> step.columns().stream()).toList(), results, time);
    }
}
