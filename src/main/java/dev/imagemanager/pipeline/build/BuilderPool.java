package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.ImageBuilder.Builder;
import dev.imagemanager.pipeline.build.ImageBuilder.Built;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.build.ImageBuilder.Log;
import dev.imagemanager.pipeline.build.ImageBuilder.Request;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Several builders that build images for the same platform. Each image goes to the one with the fewest builds. One that does
 * not answer, or no longer does, is left out for the rest of the run, and its builds go to the others.
 *
 * <p>All have the same version and platform, since these are part of content keys: what is to be done does not depend on where
 * an image is built.
 */
final class BuilderPool implements Builder {

    /** Connects to a builder. */
    interface Connector {
        /** @throws UnreachableException if it does not answer */
        Builder connect(BuilderEndpoint endpoint) throws InterruptedException;
    }

    private static final String HINT =
            "start one of them, or correct 'builders' in .image-manager.yml or IMAGE_MANAGER_BUILDERS";

    /** How often it is looked whether builders still answer that have builds. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** A builder that does not answer so often in a row is lost: one that has much to do may be late. */
    private static final int SILENT = 2;

    private static final class Member {

        private final BuilderEndpoint endpoint;
        private final Builder builder;
        private final Set<Thread> builds = new HashSet<>();
        private int silent;

        Member(BuilderEndpoint endpoint, Builder builder) {
            this.endpoint = endpoint;
            this.builder = builder;
        }

        String address() {
            return endpoint.address();
        }

        int builds() {
            return builds.size();
        }
    }

    private final Connector connector;
    private final Platform platform;
    private final Identity identity;
    private final int places;
    private final PipelineListener listener;

    /** Those that answer, in the order of the settings. */
    private final List<Member> members;

    /** Address → why it is left out. */
    private final Map<String, String> leftOut;

    /** Builds that were ended since their builder does not answer. */
    private final Set<Thread> ended = new HashSet<>();

    private BuilderPool(
            Connector connector,
            Platform platform,
            Identity identity,
            int places,
            List<Member> members,
            Map<String, String> leftOut,
            PipelineListener listener) {
        this.connector = connector;
        this.platform = platform;
        this.identity = identity;
        this.places = places;
        this.members = members;
        this.leftOut = leftOut;
        this.listener = listener;
    }

    /**
     * Connects to all builders at once.
     *
     * @param platform of the images that they build
     * @param endpoints not empty
     * @param places how many images each builds at once
     * @throws EnvironmentException if none answers
     */
    static BuilderPool connect(
            Connector connector,
            Platform platform,
            List<BuilderEndpoint> endpoints,
            int places,
            PipelineListener listener)
            throws InterruptedException {
        Map<BuilderEndpoint, Builder> answering = new ConcurrentHashMap<>();
        Map<BuilderEndpoint, String> silent = new ConcurrentHashMap<>();
        Scheduler.ofIndependent(endpoints).runAll(endpoint -> {
            try {
                answering.put(endpoint, connector.connect(endpoint));
            } catch (UnreachableException unreachable) {
                silent.put(endpoint, unreachable.reason());
            }
        });
        Map<String, String> leftOut = new LinkedHashMap<>();
        List<Member> members = new ArrayList<>();
        for (BuilderEndpoint endpoint : endpoints) {
            Builder builder = answering.get(endpoint);
            if (builder == null) {
                leftOut.put(endpoint.address(), silent.get(endpoint));
            } else if (!members.isEmpty()
                    && !builder.identity().equals(members.get(0).builder.identity())) {
                leftOut.put(
                        endpoint.address(),
                        "it is " + described(builder.identity()) + ", and "
                                + members.get(0).address() + " is "
                                + described(members.get(0).builder.identity()));
            } else {
                members.add(new Member(endpoint, builder));
            }
        }
        if (members.isEmpty()) {
            throw none("no builder for " + platform + " answers", leftOut);
        }
        BuilderPool pool = new BuilderPool(
                connector, platform, members.get(0).builder.identity(), places, members, leftOut, listener);
        leftOut.forEach(pool::note);
        return pool;
    }

    /** Looks from time to time whether the builders still answer, until the program ends. */
    BuilderPool watched() {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(look -> {
            Thread thread = new Thread(look, "builders for " + platform);
            thread.setDaemon(true);
            return thread;
        });
        watch.scheduleWithFixedDelay(this::look, LOOK.toSeconds(), LOOK.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    private static String described(Identity identity) {
        return identity.version() + " on " + identity.platform();
    }

    private static EnvironmentException none(String what, Map<String, String> leftOut) {
        return new EnvironmentException(Problem.error(what + ": "
                        + leftOut.entrySet().stream()
                                .map(builder -> builder.getKey() + ": " + builder.getValue())
                                .collect(Collectors.joining("; ")))
                .withHint(HINT));
    }

    private void note(String address, String reason) {
        listener.on(new PipelineEvent.Noted(
                Problem.note("the builder " + address + " for " + platform + " is left out: " + reason)
                        .withHint("the other builders do its work")));
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Built build(Request request, Log log) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Member member = take();
            try {
                Duration left = request.timeLimit().minus(Duration.ofNanos(System.nanoTime() - start));
                log.add("built by " + member.address(), true);
                Built built = member.builder.build(request.within(left), log);
                return new Built(
                        built.digest(), built.cacheFailure(), built.provenance(), Optional.of(member.address()));
            } catch (UnreachableException lost) {
                leaveOut(member, lost.reason());
                log.add("the builder " + member.address() + " is lost: " + lost.reason());
            } catch (InterruptedException end) {
                if (!wasEnded()) {
                    throw end;
                }
                log.add("the builder " + member.address() + " is lost: it does not answer");
            } finally {
                release(member);
            }
        }
    }

    /** Waits for a place, which is taken at the builder with the fewest builds; of equal ones, the first. */
    private synchronized Member take() throws InterruptedException {
        while (true) {
            Member member = members.stream()
                    .min(Comparator.comparingInt(Member::builds))
                    .orElseThrow(() -> none("no builder for " + platform + " is left", leftOut));
            if (member.builds() < places) {
                member.builds.add(Thread.currentThread());
                return member;
            }
            wait();
        }
    }

    private synchronized void release(Member member) {
        member.builds.remove(Thread.currentThread());
        if (ended.remove(Thread.currentThread())) {
            // The build ended by itself when it was to be ended.
            Thread.interrupted();
        }
        notifyAll();
    }

    private synchronized boolean wasEnded() {
        return ended.remove(Thread.currentThread());
    }

    private synchronized void leaveOut(Member member, String reason) {
        if (members.remove(member)) {
            leftOut.put(member.address(), reason);
            if (!members.isEmpty()) {
                note(member.address(), reason);
            }
            notifyAll();
        }
    }

    /**
     * Leaves out builders that have builds and do not answer for some time, and ends these builds: where a machine is gone, or
     * a daemon hangs, connections stay open.
     */
    void look() {
        for (Member member : busy()) {
            Optional<String> reason = silence(member);
            member.silent = reason.isPresent() ? member.silent + 1 : 0;
            if (member.silent == SILENT) {
                leaveOut(member, "it does not answer any longer: " + reason.get());
                endBuilds(member);
            }
        }
    }

    private synchronized List<Member> busy() {
        return members.stream().filter(member -> member.builds() > 0).toList();
    }

    /** Returns why a builder does not answer; empty if it does. */
    private Optional<String> silence(Member member) {
        try {
            connector.connect(member.endpoint);
            return Optional.empty();
        } catch (UnreachableException silent) {
            return Optional.of(silent.reason());
        } catch (ImageManagerException other) {
            // That its client or a certificate is gone says nothing about the builder.
            return Optional.empty();
        } catch (InterruptedException endOfTheProgram) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized void endBuilds(Member member) {
        for (Thread build : member.builds) {
            ended.add(build);
            build.interrupt();
        }
    }
}
