package dev.imagemanager.cli.option;

import dev.imagemanager.pipeline.diff.ChangedTargets;
import dev.imagemanager.pipeline.generate.TargetFilter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that keeps the targets that differ from those of a revision. */
public final class ChangedSinceOption {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--changed-since",
            paramLabel = "REV",
            description = "Only targets that differ from those of a revision of git, and what builds on them.")
    String revision;

    /** @throws picocli.CommandLine.ParameterException if the text cannot be the name of a revision */
    public TargetFilter filter(ChangedTargets changed) {
        return revision == null ? TargetFilter.all() : changed.since(RevisionText.parse(revision, command));
    }
}
