package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a BuildKit daemon can run without root here (BuildKit documentation, "Rootless mode"; Rootless Containers,
 * "Getting started"). Nothing of it is needed otherwise, so nothing of it fails.
 */
@Singleton
final class RootlessCheck implements HealthCheck {

    /** A container's own users and groups: 0 to 65535. */
    private static final long IDS_NEEDED = 65_536;

    private static final String SUBJECT = "rootless builds";

    private final SystemFiles files;
    private final Executables executables;
    private final boolean isLinux;
    private final String user;

    @Inject
    RootlessCheck(Executables executables) {
        this(
                new SystemFiles(Path.of("/")),
                executables,
                System.getProperty("os.name").equals("Linux"),
                System.getProperty("user.name"));
    }

    RootlessCheck(SystemFiles files, Executables executables, boolean isLinux, String user) {
        this.files = files;
        this.executables = executables;
        this.isLinux = isLinux;
        this.user = user;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return SUBJECT;
    }

    @Override
    public List<Finding> examine(Subject subject) {
        if (!isLinux) {
            return List.of(Finding.ok(SUBJECT, "do not concern this system, which builds in containers"));
        }
        if (user.equals("root")) {
            return List.of(Finding.ok(SUBJECT, "not needed: this user is root"));
        }
        List<Finding> lacking = new ArrayList<>();
        namespaces(lacking);
        subordinateIds("/etc/subuid", "user", lacking);
        subordinateIds("/etc/subgid", "group", lacking);
        for (String program : List.of("newuidmap", "newgidmap")) {
            if (executables.find(program).isEmpty()) {
                lacking.add(Finding.warning(
                        SUBJECT, program + " is missing", "install the system's package 'uidmap' or 'shadow-utils'"));
            }
        }
        return lacking.isEmpty()
                ? List.of(Finding.ok(SUBJECT, "user namespaces, subordinate ids and newuidmap are there"))
                : lacking;
    }

    private void namespaces(List<Finding> lacking) {
        if (files.number("/proc/sys/user/max_user_namespaces").orElse(1L) == 0) {
            lacking.add(Finding.warning(
                    SUBJECT,
                    "the kernel allows no user namespaces: user.max_user_namespaces is 0",
                    "sysctl -w user.max_user_namespaces=28633"));
        }
        if (files.number("/proc/sys/kernel/unprivileged_userns_clone").orElse(1L) == 0) {
            lacking.add(Finding.warning(
                    SUBJECT,
                    "only root may make user namespaces: kernel.unprivileged_userns_clone is 0",
                    "sysctl -w kernel.unprivileged_userns_clone=1"));
        }
        if (files.number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
                        .orElse(0L)
                == 1) {
            lacking.add(Finding.warning(
                    SUBJECT,
                    "AppArmor restricts user namespaces: kernel.apparmor_restrict_unprivileged_userns is 1",
                    "give rootlesskit an AppArmor profile with 'userns', or"
                            + " sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"));
        }
    }

    /** Lines are {@code user:first:count} (subuid(5)). */
    private void subordinateIds(String file, String kind, List<Finding> lacking) {
        long count = 0;
        for (String line : files.lines(file)) {
            String[] fields = line.strip().split(":");
            if (fields.length == 3 && fields[0].equals(user) && fields[2].matches("[0-9]{1,10}")) {
                count += Long.parseLong(fields[2]);
            }
        }
        if (count < IDS_NEEDED) {
            lacking.add(Finding.warning(
                    SUBJECT,
                    user + " has " + count + " subordinate " + kind + " ids in " + file + ", and " + IDS_NEEDED
                            + " are needed",
                    "as root: echo '" + user + ":100000:" + IDS_NEEDED + "' >> " + file
                            + ", with a first number that no other line uses"));
        }
    }
}
