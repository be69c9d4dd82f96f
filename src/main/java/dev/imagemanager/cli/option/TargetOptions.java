package dev.imagemanager.cli.option;

import dev.imagemanager.pipeline.TargetSelector;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameters and options that select targets. */
public final class TargetOptions {

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "name, name:tag, name:alias or a glob: 'python:3.*'. Default: all targets.")
    List<String> patterns = new ArrayList<>();

    @Option(names = "--with-parents", description = "Also the targets that these build on.")
    boolean withParents;

    @Option(names = "--with-children", description = "Also the targets that build on these.")
    boolean withChildren;

    public TargetSelector selector() {
        return new TargetSelector(patterns, withParents, withChildren);
    }
}
