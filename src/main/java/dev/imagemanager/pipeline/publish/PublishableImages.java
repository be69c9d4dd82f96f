package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.measure.AliasMeasurer;
import dev.imagemanager.pipeline.measure.MeasuredAliases;
import dev.imagemanager.pipeline.measure.MeasuredImage;
import dev.imagemanager.pipeline.run.PlannedSteps;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageAnnotations;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The images of targets that may be published: those that belong to the present definitions and passed their tests.
 *
 * @param images in build order
 * @param withheld the other targets
 */
record PublishableImages(List<PublishableImage> images, List<Withheld> withheld) {

    PublishableImages {
        images = List.copyOf(images);
        withheld = List.copyOf(withheld);
    }

    /**
     * @param mayBeUntested whether images without a passed test are taken
     * @param fromBuild whether images are those that were built; otherwise those that were published elsewhere
     */
    static PublishableImages of(
            PlannedSteps plans, ImageRegistries.Source source, boolean mayBeUntested, boolean fromBuild)
            throws InterruptedException {
        Map<TargetName, Problem> reasons = new HashMap<>();
        Map<TargetName, Map<Platform, Digest>> found = new HashMap<>();
        Reasons untested = new Reasons(plans, TestStep.ACTIVITY);
        Reasons missing = new Reasons(plans, BuildStep.ACTIVITY);
        for (TargetName name : plans.chosen()) {
            Target target = plans.fleet().targets().get(name);
            Optional<Map<Platform, Digest>> images =
                    plans.steps().get(BuildStep.ACTIVITY).images(name);
            if (images.isEmpty()) {
                reasons.put(name, fromBuild ? notBuilt(name, missing.of(name)) : notThere(name, source));
            } else if (mayBeUntested || isTested(target, plans, untested)) {
                found.put(name, images.get());
            } else {
                reasons.put(name, untested(target, untested.of(name)));
            }
        }
        return resolve(plans, source, found, reasons);
    }

    private static PublishableImages resolve(
            PlannedSteps plans,
            ImageRegistries.Source source,
            Map<TargetName, Map<Platform, Digest>> found,
            Map<TargetName, Problem> reasons)
            throws InterruptedException {
        Map<TargetName, Digest> digests = new ConcurrentHashMap<>();
        Map<TargetName, Problem> failures = new ConcurrentHashMap<>(reasons);
        Scheduler.ofIndependent(found.keySet()).runAll(name -> {
            Map<Platform, Digest> platforms = found.get(name);
            try {
                digests.put(
                        name,
                        source.digest(
                                name.image(),
                                platforms,
                                ImageAnnotations.of(
                                        plans.fleet().targets().get(name).tag().labels())));
            } catch (EnvironmentException unreadable) {
                failures.put(name, unreadable.problems().get(0));
            }
        });
        List<PublishableImage> images = new ArrayList<>();
        List<Withheld> withheld = new ArrayList<>();
        for (TargetName name : plans.chosen()) {
            if (digests.containsKey(name)) {
                images.add(new PublishableImage(plans.fleet().targets().get(name), digests.get(name), found.get(name)));
            } else {
                withheld.add(new Withheld(name, failures.get(name)));
            }
        }
        return new PublishableImages(images, withheld);
    }

    /** Withholds the images that something keeps from being published. */
    PublishableImages without(Function<PublishableImage, List<Problem>> objections) {
        List<PublishableImage> kept = new ArrayList<>();
        List<Withheld> refused = new ArrayList<>(withheld);
        for (PublishableImage image : images) {
            List<Problem> problems = objections.apply(image);
            if (problems.isEmpty()) {
                kept.add(image);
            } else {
                refused.add(new Withheld(image.target().name(), problems.get(0)));
            }
        }
        return new PublishableImages(kept, refused);
    }

    /** Adds the aliases that images turned out to have; withholds those whose aliases cannot be told. */
    PublishableImages measured(AliasMeasurer measurer, AliasMeasurer.Setting setting) throws InterruptedException {
        MeasuredAliases measured = measurer.measure(
                images.stream()
                        .map(image -> new MeasuredImage(image.target(), image.digest(), image.platforms()))
                        .toList(),
                setting);
        PublishableImages told = without(image ->
                Optional.ofNullable(measured.failures().get(image.target().name())).stream()
                        .toList());
        return new PublishableImages(
                told.images().stream()
                        .map(image -> image.with(measured.of(image.target().name())))
                        .toList(),
                told.withheld());
    }

    /** Optional tests need not be run, but must not have failed. */
    private static boolean isTested(Target target, PlannedSteps plans, Reasons untested) {
        boolean isOptional = !target.definition().mustBeTested();
        if (target.tag().test().isEmpty()) {
            return isOptional;
        }
        return plans.steps().get(TestStep.ACTIVITY).result(target.name()).isPresent()
                || isOptional && !untested.has(target.name(), TestStep.FAILED_BEFORE);
    }

    private static Problem notBuilt(TargetName target, String reason) {
        return Problem.error(target + " is not published: it is not built as it is defined now" + reason)
                .withHint("build and test it: image-manager run " + target);
    }

    private static Problem notThere(TargetName target, ImageRegistries.Source source) {
        return Problem.error(target + " is not published: " + source + " does not have it")
                .withHint("publish it there first, or choose other targets");
    }

    private static Problem untested(Target target, String reason) {
        return target.tag().test().isEmpty()
                ? Problem.error(target.tag().declaredAt(), target + " is not published: it has no tests")
                        .withHint("write a test, or 'tests: optional' in its definition; or use --untested")
                : Problem.error(target + " is not published: this image has not passed its tests" + reason)
                        .withHint("test it: image-manager run " + target + "; or use --untested");
    }

    /** Why work on targets is planned. */
    private static final class Reasons {

        private final Map<TargetName, List<PlannedWork>> work;

        Reasons(PlannedSteps plans, Activity activity) {
            Step.Planned planned = plans.steps().get(activity);
            this.work = planned == null
                    ? Map.of()
                    : planned.work().stream().collect(Collectors.groupingBy(PlannedWork::target));
        }

        boolean has(TargetName target, String code) {
            return work.getOrDefault(target, List.of()).stream()
                    .flatMap(item -> item.reasons().stream())
                    .anyMatch(reason -> reason.code().equals(code));
        }

        /** Returns the reasons, after a colon; empty if there are none. */
        String of(TargetName target) {
            String reasons = work.getOrDefault(target, List.of()).stream()
                    .map(PlannedWork::why)
                    .filter(why -> !why.isEmpty())
                    .distinct()
                    .collect(Collectors.joining("; "));
            return reasons.isEmpty() ? "" : ": " + reasons;
        }
    }
}
