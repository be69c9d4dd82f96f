package dev.imagemanager.infra.linux;

import java.util.Locale;

/** What this program runs on and as whom, as far as services differ there. */
public final class OperatingSystem {

    private OperatingSystem() {}

    /** Elsewhere containers run in a virtual machine, with a loopback address of its own. */
    public static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
    }

    public static boolean isRoot() {
        return user().equals("root");
    }

    /** Who runs this program. */
    public static String user() {
        return System.getProperty("user.name");
    }
}
