package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Checks whether there are build daemons: the one that is a service, and those that the settings name. */
@Singleton
final class BuilderCheck implements HealthCheck {

    private final ImageBuilder builder;

    @Inject
    BuilderCheck(ImageBuilder builder) {
        this.builder = builder;
    }

    @Override
    public Area area() {
        return Area.SERVICES;
    }

    @Override
    public String name() {
        return "build daemon";
    }

    /**
     * A build daemon that is to answer.
     *
     * @param name of the finding
     */
    private record Named(String name, BuilderEndpoint endpoint, String remedy) {}

    /** All are asked at once, since one that hangs is waited for. */
    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        List<Named> daemons = new ArrayList<>();
        if (subject.services().startable().contains(ServiceName.BUILDKITD)) {
            findings.add(Finding.ok(name(), "not running; started when needed"));
        } else {
            String address = subject.services().provided().requireBuilder();
            BuilderEndpoint usual =
                    new BuilderEndpoint(address, subject.settings().builders().tls());
            daemons.add(new Named(name(), usual, "start it, or configure the address of another one"));
        }
        for (Platform platform :
                new TreeSet<>(subject.settings().builders().addresses().keySet())) {
            subject.settings().builders().endpoints(platform).stream()
                    .map(endpoint -> new Named(
                            "builder " + endpoint.address() + " for " + platform,
                            endpoint,
                            "start it, or correct 'builders'"))
                    .forEach(daemons::add);
        }
        Map<Named, Finding> found = new ConcurrentHashMap<>();
        Scheduler.ofIndependent(daemons).runAll(daemon -> found.put(daemon, connect(daemon, subject.directory())));
        daemons.forEach(daemon -> findings.add(found.get(daemon)));
        return findings;
    }

    private Finding connect(Named daemon, Path fleetDirectory) throws InterruptedException {
        try {
            ImageBuilder.Identity identity =
                    builder.connect(daemon.endpoint(), fleetDirectory).identity();
            return Finding.ok(daemon.name(), "version " + identity.version() + ", builds for " + identity.platform());
        } catch (UnreachableException silent) {
            return Finding.failed(daemon.name(), "it does not answer: " + silent.reason(), daemon.remedy());
        } catch (InputException unusable) {
            Problem problem = unusable.problems().get(0);
            return Finding.failed(
                    daemon.name(), problem.message(), problem.hint().orElse(daemon.remedy()));
        }
    }
}
