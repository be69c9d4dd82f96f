package dev.imagemanager.pipeline.build;

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
 * Writes the output of a build to {@code build.log} and sends it to the listener. Creates the file with the first line.
 */
final class BuildLog implements ImageBuilder.Log, AutoCloseable {

    private final OutputDirectory output;
    private final TargetName target;
    private final PipelineListener listener;
    private BufferedWriter file;

    BuildLog(OutputDirectory output, TargetName target, PipelineListener listener) {
        this.output = output;
        this.target = target;
        this.listener = listener;
    }

    @Override
    public synchronized void add(String line, boolean isInternal) {
        listener.on(new PipelineEvent.Output(target, line, isInternal));
        try {
            if (file == null) {
                file = output.start(OutputPaths.buildLog(target));
            }
            file.write(line);
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
