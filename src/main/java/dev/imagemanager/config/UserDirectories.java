package dev.imagemanager.config;

import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The directories of the user that runs the program, which the environment names: {@code HOME}, as for Go programs
 * ({@code os.UserHomeDir}) and shells, and the variables of the XDG Base Directory Specification, which requires relative
 * paths to be ignored. Only without {@code HOME}, the home in the system's user database is used.
 */
public final class UserDirectories {

    private static final String HOME = "HOME";
    private static final String HOME_PROPERTY = "user.home";
    private static final String TEMPORARY_PROPERTY = "java.io.tmpdir";

    private final Function<String, Optional<String>> variables;

    public UserDirectories(Environment environment) {
        this(environment::variable);
    }

    private UserDirectories(Function<String, Optional<String>> variables) {
        this.variables = variables;
    }

    /** @param environment all variables of the process */
    public static UserDirectories of(Map<String, String> environment) {
        return new UserDirectories(name -> Optional.ofNullable(environment.get(name)));
    }

    /**
     * Makes libraries use the same directories: Java itself takes the home from the user database, and ignores
     * {@code TMPDIR}. Must be called before other classes read these properties.
     */
    public static void adopt(Map<String, String> environment) {
        UserDirectories user = of(environment);
        user.absolute(HOME).ifPresent(home -> System.setProperty(HOME_PROPERTY, home));
        user.absolute("TMPDIR").ifPresent(directory -> System.setProperty(TEMPORARY_PROPERTY, directory));
    }

    /** Returns the directory for temporary files, which may not exist: {@code TMPDIR}, or the system's. */
    public static Path temporary() {
        return Path.of(System.getProperty(TEMPORARY_PROPERTY));
    }

    /** Returns the home, which may not exist; empty if the user has none. */
    public Optional<Path> home() {
        return absolute(HOME)
                // Java has a question mark here if the user is not in the database.
                .or(() -> Optional.ofNullable(System.getProperty(HOME_PROPERTY)).filter(UserDirectories::isAbsolute))
                .map(Path::of);
    }

    /**
     * Returns the home.
     *
     * @param purpose completes "a home directory is needed to"
     * @param alternative completes "set HOME to a directory of this user, or"
     * @throws EnvironmentException if the user has none
     */
    public Path requireHome(String purpose, String alternative) {
        return home().orElseThrow(
                        () -> new EnvironmentException(Problem.error("a home directory is needed to " + purpose
                                        + ", but HOME is not an absolute path, and the system's user database has none for the user "
                                        + CurrentUser.name())
                                .withHint("set HOME to a directory of this user, or " + alternative)));
    }

    /** Returns the directory for data that can be created again; empty without a home. */
    public Optional<Path> cache() {
        return directory("XDG_CACHE_HOME", ".cache");
    }

    /** Returns the directory for data that should be kept; empty without a home. */
    public Optional<Path> state() {
        return directory("XDG_STATE_HOME", ".local/state");
    }

    /** Returns the directory for settings; empty without a home. */
    public Optional<Path> configuration() {
        return directory("XDG_CONFIG_HOME", ".config");
    }

    /** Returns the directory for sockets and the like, which has no default. */
    public Optional<Path> runtime() {
        return absolute("XDG_RUNTIME_DIR").map(Path::of);
    }

    private Optional<Path> directory(String variable, String belowHome) {
        return absolute(variable).map(Path::of).or(() -> home().map(home -> home.resolve(belowHome)));
    }

    private Optional<String> absolute(String variable) {
        return variables.apply(variable).filter(UserDirectories::isAbsolute);
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }
}
