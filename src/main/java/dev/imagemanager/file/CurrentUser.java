package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The user that runs this program. */
public final class CurrentUser {

    /** Belongs to the effective user of the process (proc(5)). */
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private static final String UID = "unix:uid";

    /** Java's name of a user who is not in the system's user database. */
    private static final String UNKNOWN = "?";

    private CurrentUser() {}

    /** Returns the user's name; the id if the system's user database does not have the user. */
    public static String name() {
        String name = System.getProperty("user.name", UNKNOWN);
        return name.equals(UNKNOWN) ? uid() : name;
    }

    /** Returns the user's id; empty if the system has no {@code /proc}, such as macOS. */
    public static String uid() {
        try {
            return Files.getAttribute(OWN_PROCESS, UID).toString();
        } catch (IOException unknown) {
            return "";
        }
    }

    /**
     * Returns whether a file, directory or link belongs to the user.
     *
     * @throws IOException if it cannot be found out
     */
    public static boolean owns(Path file) throws IOException {
        String uid = uid();
        return uid.isEmpty()
                ? Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName().equals(name())
                : Files.getAttribute(file, UID, LinkOption.NOFOLLOW_LINKS)
                        .toString()
                        .equals(uid);
    }
}
