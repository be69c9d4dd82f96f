package dev.imagemanager.infra.daemon;

import java.util.Locale;

/** What this program runs on, as far as services differ there. */
public final class OperatingSystem {

    private OperatingSystem() {}

    /** Elsewhere containers run in a virtual machine, with a loopback address of its own. */
    public static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
    }
}
