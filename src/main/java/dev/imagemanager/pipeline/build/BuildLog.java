package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.ImageBuilder.BuilderStep;
import dev.imagemanager.pipeline.build.ImageBuilder.Remark;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.DockerfileOrigin;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the output of a build to {@code build.log} and sends it to the listener, both without credentials. Creates the file with the first
 * line.
 */
final class BuildLog implements ImageBuilder.Log, AutoCloseable {

    private final OutputDirectory output;
    private final TargetName target;
    private final PipelineListener listener;
    private final SecretMask mask;
    private final DockerfileOrigin origin;
    private final Set<Remark> remarks = new HashSet<>();
    private BufferedWriter file;

    BuildLog(
            OutputDirectory output,
            TargetName target,
            PipelineListener listener,
            SecretMask mask,
            DockerfileOrigin origin) {
        this.origin = origin;
        this.output = output;
        this.target = target;
        this.listener = listener;
        this.mask = mask;
    }

    @Override
    public synchronized void add(String line, boolean isInternal) {
        String shown = mask.apply(line);
        listener.on(new PipelineEvent.Output(target, shown, isInternal));
        write(shown);
    }

    @Override
    public synchronized void warn(String line) {
        String shown = mask.apply(line);
        listener.on(new PipelineEvent.Noted(Problem.note(target + ": " + shown)));
        write("WARNING: " + shown);
    }

    private void write(String shown) {
        try {
            if (file == null) {
                file = output.start(OutputPaths.buildLog(target));
            }
            file.write(shown);
            file.newLine();
            file.flush();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void begin(BuilderStep step) {
        Optional<PipelineEvent.Position> position = Optional.of(step)
                .filter(numbered -> numbered.number() > 0)
                .map(numbered ->
                        new PipelineEvent.Position(mask.apply(step.stage()), numbered.number(), numbered.count()));
        listener.on(new PipelineEvent.Advanced(target, mask.apply(step.name()), position));
    }

    @Override
    public void transfer(BuilderStep step, long bytes, long total) {
        listener.on(new PipelineEvent.Transferred(target, mask.apply(step.name()), bytes, total));
    }

    @Override
    public synchronized void remark(Remark remark) {
        if (!remarks.add(remark)) {
            return;
        }
        add("WARNING: " + remark.text(), true);
        Problem warning = Problem.warning(mask.apply(remark.text()))
                .at(new SourceLocation(OutputPaths.dockerfile(target), remark.line(), 0));
        listener.on(new PipelineEvent.Warned(
                target,
                origin.explain(remark.details().isEmpty() ? warning : warning.withHint(mask.apply(remark.details())))));
    }

    /** Returns a log of the build for one of several platforms that is written to the same file. */
    ImageBuilder.Log ofPlatform(Platform platform) {
        BuildLog all = this;
        return new ImageBuilder.Log() {
            @Override
            public void add(String line, boolean isInternal) {
                all.add(platform + ": " + line, isInternal);
            }

            @Override
            public void warn(String line) {
                all.warn(platform + ": " + line);
            }

            @Override
            public void begin(BuilderStep step) {
                all.begin(step);
            }

            @Override
            public void transfer(BuilderStep step, long bytes, long total) {
                all.transfer(step, bytes, total);
            }

            @Override
            public void remark(Remark remark) {
                all.remark(remark);
            }
        };
    }

    private EnvironmentException failed(IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot write " + OutputPaths.buildLog(target) + ": " + FailureReason.of(failure))
                        .withHint("check the free space"),
                failure);
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException failure) {
                throw failed(failure);
            }
        }
    }
}
