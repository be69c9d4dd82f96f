package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.settings.SourceDate;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The latest time in the images of a run: that of the environment, else that of the settings. Builders get it as a build
 * argument (Dockerfile reference, built-in build arguments); one in a definition goes before it. Safe for use by
 * several threads.
 */
public final class ImageTime {

    /** The variable, and the build argument (reproducible-builds.org). */
    static final String NAME = "SOURCE_DATE_EPOCH";

    private static final Instant WITHOUT_COMMIT = SourceDate.DEFAULT.instant();
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    private final SourceDate setting;
    private final Optional<Instant> given;
    private final CommitTimes commits;
    private final Path fleetDirectory;
    private final PipelineListener listener;
    private Optional<Instant> ofCommit = Optional.empty();

    public ImageTime(
            SourceDate setting,
            Environment environment,
            CommitTimes commits,
            Path fleetDirectory,
            PipelineListener listener) {
        this.setting = setting;
        this.given = given(environment);
        this.commits = commits;
        this.fleetDirectory = fleetDirectory;
        this.listener = listener;
    }

    /**
     * Returns the time that the environment sets. An empty variable counts as none.
     *
     * @throws InputException if it is not a number of seconds
     */
    public static Optional<Instant> given(Environment environment) {
        Optional<String> written = environment.variable(NAME).filter(text -> !text.isBlank());
        if (written.isPresent() && !SECONDS.matcher(written.get().strip()).matches()) {
            throw new InputException(
                    Problem.error("the environment variable " + NAME + " is not a number of seconds since 1970")
                            .withHint("set it as in " + NAME + "=$(git log -1 --format=%ct), or remove it"));
        }
        return written.map(text -> Instant.ofEpochSecond(Long.parseLong(text.strip())));
    }

    /**
     * Returns what of it is part of content keys: neither a commit nor a variable is a reason to build, or else each commit
     * would build everything.
     */
    String component() {
        if (setting instanceof SourceDate.Fixed fixed) {
            return fixed.instant().toString();
        }
        return setting instanceof SourceDate.OfCommit ? "commit" : "unchanged";
    }

    /** Returns the value of the build argument; empty if times are what they are, or if the definition has one. */
    Optional<String> argument(Target target) throws InterruptedException {
        if (target.tag().buildArgs().containsKey(NAME)) {
            return Optional.empty();
        }
        return instant().map(instant -> Long.toString(instant.getEpochSecond()));
    }

    /** Returns the time of documents about images, which need one. */
    public Instant latest() throws InterruptedException {
        return instant().orElse(WITHOUT_COMMIT);
    }

    private Optional<Instant> instant() throws InterruptedException {
        if (given.isPresent()) {
            return given;
        }
        if (setting instanceof SourceDate.Fixed fixed) {
            return Optional.of(fixed.instant());
        }
        return setting instanceof SourceDate.OfCommit ? Optional.of(ofCommit()) : Optional.empty();
    }

    private synchronized Instant ofCommit() throws InterruptedException {
        if (ofCommit.isEmpty()) {
            CommitTimes.CommitTime time = commits.ofHead(fleetDirectory);
            if (time instanceof CommitTimes.CommitTime.Unknown unknown) {
                listener.on(new PipelineEvent.Noted(Problem.note("the time of the commit is not known, so images get "
                                + WITHOUT_COMMIT + ": " + unknown.reason())
                        .withHint("set " + NAME + ", or another 'source_date_epoch' in .image-manager.yml")));
                ofCommit = Optional.of(WITHOUT_COMMIT);
            } else {
                ofCommit = Optional.of(((CommitTimes.CommitTime.Known) time).instant());
            }
        }
        return ofCommit.get();
    }
}
