package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether this machine can run a daemon. */
@Singleton
public final class Requirements {

    private final Executables executables;

    @Inject
    public Requirements(Executables executables) {
        this.executables = executables;
    }

    /**
     * The first thing that is missing.
     *
     * @param isolated whether the daemon is to be isolated, which only root may do
     * @param remedy what else the user can do
     * @param programs that are needed; alternatives have a {@code |} between them
     */
    public Optional<Problem> missing(boolean isolated, String remedy, List<String> programs) {
        if (!OperatingSystem.isLinux()) {
            return Optional.of(
                    Problem.error("daemons are started on Linux only").withHint(remedy));
        }
        List<String> absent = Stream.concat(programs.stream(), Daemons.tools(isolated).stream())
                .filter(program -> find(program).isEmpty())
                .map(program -> program.replace("|", " or "))
                .toList();
        if (!absent.isEmpty()) {
            return Optional.of(Problem.error(
                            String.join(", ", absent) + (absent.size() == 1 ? " is" : " are") + " not on the PATH")
                    .withHint("install " + (absent.size() == 1 ? "it" : "them") + ", or " + remedy));
        }
        if (isolated && !OperatingSystem.isRoot()) {
            return Optional.of(Problem.error("that takes root rights").withHint("run as root, or " + remedy));
        }
        return Optional.empty();
    }

    /** @param program with alternatives, in the order in which they are preferred */
    public Optional<String> find(String program) {
        return Arrays.stream(program.split("\\|"))
                .flatMap(name -> executables.find(name).stream())
                .map(Object::toString)
                .findFirst();
    }

    /**
     * A {@code PATH} that ends in the directories of what {@link #missing} found to be there: a daemon looks for its own
     * programs on the {@code PATH}, and not beside itself.
     */
    public String searchPathWith(String... programs) {
        return Stream.concat(
                        Arrays.stream(executables.searchPath().split(File.pathSeparator)),
                        Arrays.stream(programs)
                                .map(program ->
                                        Path.of(path(program)).getParent().toString()))
                .filter(directory -> !directory.isEmpty())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What {@link #missing} found to be there. */
    public String path(String program) {
        return find(program).orElseThrow(() -> new IllegalStateException(program + " was there a moment ago"));
    }
}
