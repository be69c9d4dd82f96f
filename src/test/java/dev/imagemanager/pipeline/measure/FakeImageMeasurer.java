package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Knows what is in images without a daemon. */
public final class FakeImageMeasurer implements ImageMeasurer, ImageMeasurer.Measurer {

    /** Target and source → text; programs of others fail. */
    public final Map<String, String> texts = new ConcurrentHashMap<>();

    /** How often a daemon was connected. */
    public int connections;

    public Platform platform = Platform.ofThisMachine();

    @Override
    public Measurer connect(
            String address, Path fleetDirectory, Optional<PublishPlace> place, Consumer<Problem> notes) {
        connections++;
        return this;
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public boolean runs(Platform other) {
        return false;
    }

    @Override
    public String measure(Request request) throws MeasurementException {
        String text = texts.get(request.target() + " " + request.source());
        if (text == null) {
            throw new MeasurementException("'app' ended with exit code 1");
        }
        return text;
    }

    @Override
    public void finish() {}
}
