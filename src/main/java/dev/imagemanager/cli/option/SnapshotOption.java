package dev.imagemanager.cli.option;

import dev.imagemanager.model.Snapshot;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for images that are not final. */
public final class SnapshotOption {

    private static final String VARIABLE = "IMAGE_MANAGER_SNAPSHOT";

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            description =
                    "Set tags of a snapshot, with -ID at the end, instead of the tags themselves: those of a pull request,"
                            + " for example. Default: the variable " + VARIABLE + ".")
    String id;

    /** @throws dev.imagemanager.problem.InputException if it cannot be the end of a tag */
    public Optional<Snapshot> snapshot() {
        return Optional.ofNullable(id)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(text -> !text.isEmpty())
                .map(Snapshot::parse);
    }
}
