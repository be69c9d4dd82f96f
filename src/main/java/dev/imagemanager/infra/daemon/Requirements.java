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

/** Checks whether this machine can run a daemon. */
@Singleton
public final class Requirements {

    private final Executables executables;

    @Inject
    public Requirements(Executables executables) {
        this.executables = executables;
    }

    /**
     * Returns the first requirement that is not met; empty if all are met.
     *
     * @param isolated whether the daemon is isolated, which requires root
     * @param remedy an alternative for the user; a clause in the hint
     * @param programs the required programs; {@code |} separates alternatives
     */
    public Optional<Problem> missing(boolean isolated, String remedy, List<String> programs) {
        if (!OperatingSystem.isLinux()) {
            return Optional.of(
                    Problem.error("services can run as processes only on Linux").withHint(remedy));
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
            return Optional.of(Problem.error("root privileges are required").withHint("run as root, or " + remedy));
        }
        return Optional.empty();
    }

    /** @param program alternatives, separated by {@code |}, in order of preference */
    public Optional<String> find(String program) {
        return Arrays.stream(program.split("\\|"))
                .flatMap(name -> executables.find(name).stream())
                .map(Object::toString)
                .findFirst();
    }

    /**
     * Returns a {@code PATH} with the directories of these programs added at the end, since a daemon looks for its
     * helper programs on the {@code PATH} and not in its own directory.
     *
     * @param programs programs that {@link #missing} has checked
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

    /** Returns the path of a program that {@link #missing} has checked. */
    public String path(String program) {
        return find(program).orElseThrow(() -> new IllegalStateException(program + " is no longer on the PATH"));
    }
}
