package dev.imagemanager.cli;

import dev.imagemanager.problem.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The encoding of text that is exchanged with the system: arguments, file names and environment variables. All of it is
 * UTF-8, since definitions are. Java takes the encoding from the locale when it starts, and it cannot be changed later; a
 * native executable has that of the machine it was built on.
 */
final class SystemEncoding {

    private SystemEncoding() {}

    /** Returns an error if this process has another encoding: it would damage text. */
    static Optional<Problem> obstacle() {
        return obstacle(
                System.getProperty("sun.jnu.encoding"),
                Charset.defaultCharset(),
                System.getProperty("org.graalvm.nativeimage.imagecode") != null);
    }

    /**
     * @param system the name of the encoding of arguments and file names
     * @param usual the default encoding of text, which is also that of arguments of other programs before Java 18
     */
    static Optional<Problem> obstacle(String system, Charset usual, boolean isNative) {
        if (isUtf8(system) && usual.equals(StandardCharsets.UTF_8)) {
            return Optional.empty();
        }
        String other = isUtf8(system) ? usual.name() : system;
        return Optional.of(Problem.error("arguments, file names and environment variables are UTF-8, but "
                        + (isNative ? "this executable" : "Java") + " reads them as " + other)
                .withHint(
                        isNative
                                ? "use an executable that was built with LC_ALL=C.UTF-8"
                                : "start image-manager with bin/image-manager, or set LC_ALL=C.UTF-8"));
    }

    private static boolean isUtf8(String name) {
        return StandardCharsets.UTF_8.name().equalsIgnoreCase(name);
    }
}
