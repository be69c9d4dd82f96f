package dev.imagemanager.pipeline.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The tests that the build registry remembers as passed. What cannot be used is ignored with a note: then the test is run.
 * Safe for use by several threads.
 */
final class RememberedTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestMemory memory;
    private final StepContext context;
    private final MemoryTrust trust;
    private final AtomicBoolean hasNotedFailure = new AtomicBoolean();
    private Optional<TestMemory.Place> place = Optional.empty();
    private boolean isOpened;

    RememberedTests(TestMemory memory, StepContext context) {
        this.memory = memory;
        this.context = context;
        this.trust = MemoryTrust.of(context.fleet().fleet().settings());
    }

    /** Returns the record of a test with this key that passed anywhere. */
    Optional<TestRecord> find(TargetName target, Platform platform, Digest image, ContentKey.Known key)
            throws InterruptedException {
        Optional<TestMemory.Place> registry = place();
        if (registry.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> report = registry.get().find(target.image(), image, key);
            if (report.isEmpty()) {
                return Optional.empty();
            }
            Optional<TestRecord> record = parsed(target, report.get())
                    .filter(found -> !found.report().cases().isEmpty()
                            && found.key().equals(key)
                            && found.report().platform().equals(platform)
                            && found.report().digest().equals(image));
            if (record.isEmpty()) {
                noteIgnored(target, "it is not the report of this test");
            }
            return record.filter(TestRecord::hasPassed);
        } catch (EnvironmentException unusable) {
            noteIgnored(target, unusable.problems().get(0).message());
            return Optional.empty();
        }
    }

    private static Optional<TestRecord> parsed(TargetName target, byte[] report) {
        try {
            JsonNode document = JSON.readTree(report);
            return document == null ? Optional.empty() : TestRecord.of(target, document);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private void noteIgnored(TargetName target, String reason) {
        note(Problem.note("what the build registry remembers of the test of " + target + " is ignored: " + reason));
    }

    /**
     * Keeps a test that passed. One that failed takes the place of the same test that passed before, so that this is not
     * believed any longer. Whoever may not add entries changes nothing.
     */
    void keep(TestRecord record) throws InterruptedException {
        if (!(record.key() instanceof ContentKey.Known key) || record.hasPassed() && !trust.mayAdd()) {
            return;
        }
        Optional<TestMemory.Place> registry = place();
        TestReport report = record.report();
        if (registry.isEmpty()
                || !record.hasPassed()
                        && find(report.target(), report.platform(), report.digest(), key)
                                .isEmpty()) {
            return;
        }
        if (!trust.mayAdd()) {
            note(Problem.note("the build registry still has the report of a test of " + report.target()
                            + " that passed: it cannot be replaced here")
                    .withHint("repeat the test where 'memory.key' is set, and the fleet is trusted"));
            return;
        }
        try {
            registry.get()
                    .put(
                            report.target().image(),
                            report.digest(),
                            key,
                            JsonDocument.print(record.toJson()).getBytes(StandardCharsets.UTF_8));
        } catch (EnvironmentException refused) {
            if (!hasNotedFailure.getAndSet(true)) {
                Problem problem = refused.problems().get(0);
                Problem note =
                        Problem.note("the build registry does not remember which tests passed: " + problem.message());
                note(problem.hint().map(note::withHint).orElse(note));
            }
        }
    }

    /** Connects when it is needed for the first time. */
    private synchronized Optional<TestMemory.Place> place() throws InterruptedException {
        if (!isOpened) {
            isOpened = true;
            place = open();
        }
        return place;
    }

    private Optional<TestMemory.Place> open() throws InterruptedException {
        Optional<Registry> registry =
                context.services().require(EnumSet.of(ServiceName.REGISTRY)).registry();
        if (registry.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(memory.in(registry.get(), trust));
        } catch (EnvironmentException unreachable) {
            note(Problem.note("which tests have passed elsewhere is not known: "
                    + unreachable.problems().get(0).message()));
            return Optional.empty();
        }
    }

    private void note(Problem note) {
        context.listener().on(new PipelineEvent.Noted(note));
    }
}
