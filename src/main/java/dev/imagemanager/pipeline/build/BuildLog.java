package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.BufferedWriter;
import java.io.IOException;

/**
 * Writes the output of a build to {@code build.log} and sends it to the listener, both without credentials. Creates the file with the first
 * line.
 */
final class BuildLog implements ImageBuilder.Log, AutoCloseable {

    private final OutputDirectory output;
    private final TargetName target;
    private final PipelineListener listener;
    private final SecretMask mask;
    private BufferedWriter file;

    BuildLog(OutputDirectory output, TargetName target, PipelineListener listener, SecretMask mask) {
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
