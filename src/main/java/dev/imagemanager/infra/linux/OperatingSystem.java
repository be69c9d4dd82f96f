package dev.imagemanager.infra.linux;

import dev.imagemanager.file.CurrentUser;
import java.util.Locale;

/** The operating system that this program runs on, and what it may do there. */
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
        String uid = CurrentUser.uid();
        return uid.isEmpty() ? CurrentUser.name().equals("root") : uid.equals("0");
    }
}
