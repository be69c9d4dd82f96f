package dev.imagemanager.infra.linux;

import java.util.Locale;

/** The operating system and the user that this program runs on and as. */
public final class OperatingSystem {

    private OperatingSystem() {}

    /**
     * Returns whether this is Linux. On other systems, containers run in a virtual machine with its own loopback
     * interface.
     */
    public static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
    }

    public static boolean isRoot() {
        return user().equals("root");
    }

    /** Returns the name of the user that runs this program. */
    public static String user() {
        return System.getProperty("user.name");
    }
}
