package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The memory of a registry, in memory. */
public final class FakeTestMemory implements TestMemory, TestMemory.Place {

    /** {@code repository key} → report. */
    public final Map<String, byte[]> reports = new ConcurrentHashMap<>();

    /** Repositories that were asked. */
    public final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Why it cannot be reached. */
    public Optional<String> unreachable = Optional.empty();

    /** Why it is not usable. */
    public Optional<String> refusal = Optional.empty();

    @Override
    public Place in(Registry registry, MemoryTrust trust) {
        unreachable.ifPresent(FakeTestMemory::fail);
        return this;
    }

    @Override
    public Optional<byte[]> find(String repository, Digest image, ContentKey.Known key) {
        asked.add(repository);
        refusal.ifPresent(FakeTestMemory::fail);
        return Optional.ofNullable(reports.get(repository + " " + key.value()));
    }

    @Override
    public void put(String repository, Digest image, ContentKey.Known key, byte[] report) {
        refusal.ifPresent(FakeTestMemory::fail);
        reports.put(repository + " " + key.value(), report);
    }

    private static void fail(String reason) {
        throw new EnvironmentException(Problem.error(reason));
    }
}
