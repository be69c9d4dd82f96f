package dev.imagemanager.pipeline.publish;

import dev.imagemanager.config.Addresses;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.attest.Attachments;
import dev.imagemanager.pipeline.attest.AttestationSession;
import dev.imagemanager.pipeline.attest.ImageAttester;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.measure.AliasMeasurer;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.PlannedSteps;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.test.TestSettings;
import dev.imagemanager.pipeline.test.TestSteps;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Publishes images: brings the digests that were tested to registries, and sets tags to them when all content is there. What
 * is published is what the plans of builds and tests say: images with the present content keys that passed the present tests.
 */
@ApplicationScoped
public final class FleetPublisher {

    private final FleetRunner runner;
    private final BuildSteps buildSteps;
    private final TestSteps testSteps;
    private final ImageRegistries registries;
    private final ImageAttester attester;
    private final Attachments attachments;
    private final SealedDocuments documents;
    private final AliasMeasurer aliases;

    @Inject
    public FleetPublisher(
            FleetRunner runner,
            BuildSteps buildSteps,
            TestSteps testSteps,
            ImageRegistries registries,
            ImageAttester attester,
            Attachments attachments,
            SealedDocuments documents,
            AliasMeasurer aliases) {
        this.attester = attester;
        this.attachments = attachments;
        this.documents = documents;
        this.runner = runner;
        this.buildSteps = buildSteps;
        this.testSteps = testSteps;
        this.registries = registries;
        this.aliases = aliases;
    }

    /**
     * @throws InputException if the fleet's files, the selected targets or the destinations are not valid
     * @throws dev.imagemanager.problem.EnvironmentException if a registry does not respond
     */
    public PublishReport publish(PublishRequest request, PipelineListener listener) throws InterruptedException {
        checkPlaces(request);
        Optional<PublishedImagesStep> published =
                request.source().map(source -> new PublishedImagesStep(registries, source, request.snapshot()));
        Step images = published
                .<Step>map(step -> step)
                .orElseGet(() -> buildSteps.with(new BuildSettings(true, false, List.of())));
        ImageArchives archives = buildSteps.archives();
        RunRequest plans = RunRequest.toPlan(
                request.directory(),
                request.targets(),
                request.filter(),
                List.of(images, testSteps.with(new TestSettings(false), archives)),
                request.jobs());
        long start = System.nanoTime();
        return runner.withPlans(plans, listener, planned -> {
            Optional<ImageRegistries.Source> source = published.flatMap(PublishedImagesStep::connected);
            return publish(
                    request, planned, source.isPresent() ? source.get() : built(planned), archives, listener, start);
        });
    }

    private static void checkPlaces(PublishRequest request) {
        Problems problems = new Problems();
        request.destinations().forEach(place -> Addresses.checkRegistry("--to", place, problems));
        request.source().ifPresent(place -> Addresses.checkRegistry("--from", place, problems));
        problems.throwIfAny();
    }

    private PublishReport publish(
            PublishRequest request,
            PlannedSteps plans,
            ImageRegistries.Source source,
            ImageArchives archives,
            PipelineListener listener,
            long start)
            throws InterruptedException {
        Fleet fleet = plans.fleet();
        List<PublishPlace> places = places(request, fleet);
        if (request.snapshot().isPresent()) {
            request.snapshot().get().check(fleet, plans.chosen());
        }
        PublishableImages publishable = PublishableImages.of(
                        plans,
                        source,
                        request.rules().mayBeUntested(),
                        request.source().isEmpty())
                .measured(
                        aliases,
                        new AliasMeasurer.Setting(
                                plans.context(),
                                archives,
                                source::labels,
                                request.source().map(fleet.settings()::publishPlaceOf),
                                request.snapshot()));
        Attacher attacher = attacher(request, plans);
        publishable = publishable.without(attacher::missing);
        PublishTeller teller = new PublishTeller(listener, places.size() > 1);
        publishable.withheld().forEach(teller::withheld);
        List<Publication> publications = plan(request, fleet, publishable, places);
        publications.forEach(
                publication -> publication.refusals().forEach(problem -> teller.refused(publication, problem)));
        PublishOutcome outcome = new PublishOutcome(publications);
        boolean isHeldBack = !publishable.withheld().isEmpty()
                || publications.stream()
                        .anyMatch(publication -> !publication.refusals().isEmpty());
        if (!request.rules().isDryRun() && (!isHeldBack || request.rules().keepsGoing())) {
            execute(
                    request,
                    publications.stream()
                            .filter(publication -> publication.refusals().isEmpty())
                            .toList(),
                    new ContentPublisher(source, plans.context().fleet().graph(), teller, outcome),
                    new AttachmentPublisher(attacher, teller, outcome),
                    new TagMover(teller, outcome, request.rules().keepsGoing()),
                    outcome);
        }
        return outcome.report(
                request.rules().isDryRun(), publishable.withheld(), Duration.ofNanos(System.nanoTime() - start));
    }

    private static List<PublishPlace> places(PublishRequest request, Fleet fleet) {
        List<PublishPlace> written = request.destinations().isEmpty()
                ? fleet.settings().publishing().destinations()
                : request.destinations().stream()
                        .map(fleet.settings()::publishPlaceOf)
                        .toList();
        List<PublishPlace> places = List.copyOf(written.stream()
                .collect(Collectors.toMap(
                        PublishPlace::toString, place -> place, (first, again) -> first, LinkedHashMap::new))
                .values());
        if (places.isEmpty()) {
            throw new InputException(Problem.error("no registry to publish to")
                    .withHint("mark one under 'registries' in .image-manager.yml with default: true, or use --to URL"));
        }
        return places;
    }

    /** What is promoted comes with what is attached to it. */
    private Attacher attacher(PublishRequest request, PlannedSteps plans) throws InterruptedException {
        Fleet fleet = plans.fleet();
        if (request.source().isPresent()) {
            return Attacher.copying(
                    attachments,
                    fleet.settings().publishPlaceOf(request.source().get()));
        }
        Optional<AttestationSession> session = attester.open(fleet);
        return session.isPresent()
                ? Attacher.of(session.get(), new ImageEvidence(plans, documents))
                : Attacher.ofNothing();
    }

    private ImageRegistries.Source built(PlannedSteps plans) throws InterruptedException {
        return registries.built(
                plans.fleet().directory(),
                plans.context()
                        .services()
                        .require(EnumSet.of(ServiceName.REGISTRY))
                        .registry());
    }

    private List<Publication> plan(
            PublishRequest request, Fleet fleet, PublishableImages publishable, List<PublishPlace> places)
            throws InterruptedException {
        List<ImageRegistries.Destination> destinations = new ArrayList<>();
        for (PublishPlace place : places) {
            destinations.add(registries.to(place));
        }
        MovePlanner planner =
                new MovePlanner(fleet, request.snapshot(), request.rules().mayOverwrite());
        List<PublishableImage> images = publishable.images();
        Publication[] publications = new Publication[images.size() * destinations.size()];
        Scheduler.ofIndependent(IntStream.range(0, publications.length).boxed().toList())
                .runAll(number -> publications[number] = planner.plan(
                        images.get(number / destinations.size()), destinations.get(number % destinations.size())));
        return Arrays.asList(publications);
    }

    /** Tags move only if all content is there, unless the others are to be published in any case. */
    private static void execute(
            PublishRequest request,
            List<Publication> publications,
            ContentPublisher content,
            AttachmentPublisher attachments,
            TagMover tags,
            PublishOutcome outcome)
            throws InterruptedException {
        List<Publication> toDo = publications.stream()
                .filter(publication -> !publication.isCurrent())
                .toList();
        if (!toDo.isEmpty()) {
            content.publish(toDo, request.jobs());
        }
        if (!outcome.hasFailures() || request.rules().keepsGoing()) {
            attachments.publish(request.rules().attachesToAll() ? publications : toDo, request.jobs());
        }
        if (!outcome.hasFailures() || request.rules().keepsGoing()) {
            tags.move(publications);
        }
    }
}
