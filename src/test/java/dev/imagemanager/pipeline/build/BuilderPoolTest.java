package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestDigests;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.ImageBuilder.Builder;
import dev.imagemanager.pipeline.build.ImageBuilder.Built;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.build.ImageBuilder.Request;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BuilderPoolTest {

    private static final Identity USUAL = new Identity("v0.26.3", Platform.LINUX_AMD64);

    private final Map<String, Identity> identities = new HashMap<>();
    private final Map<String, String> silent = new ConcurrentHashMap<>();
    private final Map<String, Work> works = new HashMap<>();
    private final List<String> built = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private interface Work {
        void run() throws Exception;
    }

    private record FakeBuilder(String address, BuilderPoolTest test) implements Builder {
        @Override
        public Identity identity() {
            return test.identities.getOrDefault(address, USUAL);
        }

        @Override
        public Built build(Request request, ImageBuilder.Log log) throws InterruptedException {
            test.built.add(address);
            try {
                test.works.getOrDefault(address, () -> {}).run();
            } catch (RuntimeException | InterruptedException failure) {
                throw failure;
            } catch (Exception impossible) {
                throw new AssertionError(impossible);
            }
            return new Built(TestDigests.of(address), Optional.empty(), Optional.empty());
        }
    }

    private static UnreachableException unreachable(String reason) {
        return new UnreachableException(Problem.error("it does not answer: " + reason), reason);
    }

    private BuilderPool pool(int places, String... addresses) throws InterruptedException {
        return BuilderPool.connect(
                endpoint -> {
                    if (silent.containsKey(endpoint.address())) {
                        throw unreachable(silent.get(endpoint.address()));
                    }
                    return new FakeBuilder(endpoint.address(), this);
                },
                Platform.LINUX_AMD64,
                Arrays.stream(addresses)
                        .map(address -> new BuilderEndpoint(address, Optional.empty()))
                        .toList(),
                places,
                event -> notes.add(((PipelineEvent.Noted) event).problem().message()));
    }

    private Built build(BuilderPool pool) throws InterruptedException {
        return pool.build(
                new Request(
                        new TargetName("app", "1"),
                        Platform.LINUX_AMD64,
                        Path.of("Dockerfile"),
                        new BuildContext.Folder(Path.of("."), ""),
                        new Definition.BuildOptions(Optional.empty(), List.of(), List.of()),
                        Path.of("."),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        true,
                        Optional.empty(),
                        Duration.ofMinutes(1),
                        false,
                        0),
                (line, isInternal) -> log.add(line));
    }

    private void buildAtOnce(BuilderPool pool, int count) throws InterruptedException {
        Scheduler.ofIndependent(IntStream.range(0, count).boxed().toList()).runAll(number -> build(pool));
    }

    @Test
    void eachBuildGoesToTheBuilderWithTheFewest() throws InterruptedException {
        CyclicBarrier allAtOnce = new CyclicBarrier(6);
        for (String address : List.of("a", "b", "c")) {
            works.put(address, () -> allAtOnce.await(10, TimeUnit.SECONDS));
        }

        buildAtOnce(pool(4, "a", "b", "c"), 6);

        assertThat(built).containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
        assertThat(log).contains("built by a", "built by b", "built by c");
        assertThat(notes).isEmpty();
    }

    @Test
    void aBuilderHasAsManyBuildsAtOnceAsItHasPlaces() throws InterruptedException {
        CyclicBarrier bothPlaces = new CyclicBarrier(2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        works.put("a", () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            bothPlaces.await(10, TimeUnit.SECONDS);
            now.decrementAndGet();
        });

        buildAtOnce(pool(2, "a"), 8);

        assertThat(built).hasSize(8);
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void oneThatDoesNotAnswerIsLeftOutAndSaid() throws InterruptedException {
        silent.put("b", "connection refused");
        BuilderPool pool = pool(1, "a", "b");

        assertThat(build(pool).digest()).isEqualTo(TestDigests.of("a"));
        assertThat(notes).containsExactly("the builder b for linux/amd64 is left out: connection refused");
    }

    @Test
    void oneOfAnotherVersionOrPlatformIsLeftOut() throws InterruptedException {
        identities.put("b", new Identity("v0.25.0", Platform.LINUX_AMD64));
        identities.put("c", new Identity("v0.26.3", Platform.parse("linux/arm64")));
        BuilderPool pool = pool(1, "a", "b", "c");

        assertThat(pool.identity()).isEqualTo(USUAL);
        buildAtOnce(pool, 3);
        assertThat(built).containsOnly("a");
        assertThat(notes)
                .containsExactly(
                        "the builder b for linux/amd64 is left out: it is v0.25.0 on linux/amd64, and a is"
                                + " v0.26.3 on linux/amd64",
                        "the builder c for linux/amd64 is left out: it is v0.26.3 on linux/arm64, and a is"
                                + " v0.26.3 on linux/amd64");
    }

    @Test
    void whatALostBuilderBuiltGoesToTheOthersAndItIsSaidOnce() throws InterruptedException {
        works.put("a", () -> {
            throw unreachable("error reading from server: EOF");
        });

        buildAtOnce(pool(2, "a", "b"), 4);

        assertThat(built).filteredOn("b"::equals).hasSize(4);
        assertThat(notes).containsExactly("the builder a for linux/amd64 is left out: error reading from server: EOF");
        assertThat(log).contains("the builder a is lost: error reading from server: EOF");
    }

    /** The connection of a build to a daemon that hangs stays open. */
    @Test
    void buildsOfABuilderThatHangsGoToTheOthers() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        works.put("a", () -> {
            hanging.countDown();
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        });
        BuilderPool pool = pool(1, "a", "b");
        Thread looking = new Thread(() -> {
            try {
                assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
                pool.look();
                silent.put("a", "no answer");
                pool.look();
                silent.remove("a");
                pool.look();
                assertThat(notes).as("late, but alive").isEmpty();
                silent.put("a", "no answer");
                pool.look();
                pool.look();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        looking.start();

        assertThat(build(pool).builder()).contains("b");
        looking.join();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(built).containsExactly("a", "b");
        assertThat(notes)
                .containsExactly("the builder a for linux/amd64 is left out: it does not answer any longer: no answer");
    }

    @Test
    void aBuildThatIsInterruptedIsNotRepeated() {
        works.put("a", () -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> build(pool(1, "a", "b"))).isInstanceOf(InterruptedException.class);
        assertThat(built).containsExactly("a");
    }

    @Test
    void ifNoneIsLeftAllAreNamed() throws InterruptedException {
        works.put("a", () -> {
            throw unreachable("EOF");
        });
        works.put("b", () -> {
            throw unreachable("broken pipe");
        });
        silent.put("c", "no such host");
        BuilderPool pool = pool(1, "a", "b", "c");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> build(pool))
                .withMessageContaining("no builder for linux/amd64 is left: c: no such host; a: EOF; b: broken pipe");
        assertThatExceptionOfType(EnvironmentException.class)
                .as("what waits for a place")
                .isThrownBy(() -> build(pool))
                .withMessageContaining("no builder for linux/amd64 is left");
    }

    @Test
    void noneAtAllIsAnErrorThatNamesAll() {
        silent.put("a", "connection refused");
        silent.put("b", "no such host");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> pool(1, "a", "b"))
                .withMessageContaining("no builder for linux/amd64 answers: a: connection refused; b: no such host")
                .withMessageContaining("'builders' in .image-manager.yml");
    }
}
