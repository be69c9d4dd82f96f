package dev.imagemanager.pipeline.run;

import dev.imagemanager.config.masking.SecretMask;
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
        GeneratedFleet generated = generator.generate(request.directory());
        List<TargetName> chosen = request.targets().select(generated.fleet(), generated.graph());
        RunPlan plan = new RunPlan(generated, request.steps(), chosen);
        plan.check();
        return OutputLock.whileHeld(
                generated.fleet().directory(),
                note -> listener.on(new PipelineEvent.Noted(note)),
                () -> run(request, generated, chosen, plan, listener, start));
    }

    private RunReport run(
            RunRequest request,
            GeneratedFleet generated,
            List<TargetName> chosen,
            RunPlan plan,
            PipelineListener listener,
            long start)
            throws InterruptedException {
        List<TargetName> targets = inBuildOrder(generated, chosen, plan);
        OutputDirectory output = new OutputDirectory(generated.fleet().directory());
        GeneratedFiles files = new GeneratedFiles(output);
        GeneratedFiles.Changes changes = files.compare(generated, targets);
        generated.fleet().withheld().ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
        changes.notes().forEach(note -> listener.on(new PipelineEvent.Noted(note)));
        files.apply(changes);

        Map<Activity, Step.Execution> executions = open(generated, plan, output, listener);
        RunRecorder recorder = new RunRecorder();
        take(request, generated.fleet(), plan, executions, recorder, new RunTeller(listener));
        executions.values().forEach(Step.Execution::finish);
        return report(
                request.steps(), generated.fleet(), targets, recorder, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Returns the selected targets and those that steps add. */
    private static List<TargetName> inBuildOrder(GeneratedFleet generated, List<TargetName> chosen, RunPlan plan) {
        Set<TargetName> targets = new HashSet<>(chosen);
        plan.work().values().stream()
                .flatMap(Collection::stream)
                .map(Target::name)
                .forEach(targets::add);
        return generated.graph().inBuildOrder(targets);
    }

    private Map<Activity, Step.Execution> open(
            GeneratedFleet generated, RunPlan plan, OutputDirectory output, PipelineListener listener)
            throws InterruptedException {
        Fleet fleet = generated.fleet();
        Provided provided = services.provide(fleet.directory(), fleet.settings(), plan.services(), listener);
        StepContext context = new StepContext(generated, provided, plan.archives(), output, listener, mask);
        Map<Activity, Step.Execution> executions = new LinkedHashMap<>();
        for (Step step : plan.work().keySet()) {
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
                            teller.succeeded(
                                    task, (Outcome.Succeeded) outcome, Duration.ofNanos(System.nanoTime() - start));
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
