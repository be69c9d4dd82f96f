package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                subject.services().startable().contains(ServiceName.BUILDKITD)
                        ? Finding.ok(name(), "not running; started when needed")
                        : connect(
                                name(),
                                new BuilderEndpoint(
                                        subject.services().provided().requireBuilder(),
                                        subject.settings().builders().tls()),
                                subject.directory()));
        for (Platform platform :
                new TreeSet<>(subject.settings().builders().addresses().keySet())) {
            for (BuilderEndpoint endpoint : subject.settings().builders().endpoints(platform)) {
                findings.add(
                        connect("builder " + endpoint.address() + " for " + platform, endpoint, subject.directory()));
            }
        }
        return findings;
    }

    private Finding connect(String name, BuilderEndpoint endpoint, Path fleetDirectory) throws InterruptedException {
        try {
            ImageBuilder.Identity found =
                    builder.connect(endpoint, fleetDirectory).identity();
            return Finding.ok(name, "version " + found.version() + ", builds for " + found.platform());
        } catch (UnreachableException silent) {
            Problem problem = silent.problems().get(0);
            return Finding.failed(name, problem.message(), problem.hint().orElseThrow());
        }
    }
}
