package dev.imagemanager.infra.linux;

import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether this user can create user namespaces with subordinate ids (BuildKit documentation, "Rootless mode";
 * Rootless Containers, "Getting started").
 */
@Singleton
public final class UserNamespaces {

    /** The user and group ids of a container: 0 to 65535. */
    private static final long IDS_NEEDED = 65_536;

    private final SystemFiles files;
    private final Executables executables;
    private final String user;
    private final String uid;

    @Inject
    public UserNamespaces(Executables executables) {
        this(new SystemFiles(Path.of("/")), executables, CurrentUser.name(), CurrentUser.uid());
    }

    /** @param uid the user's id; empty if unknown */
    public UserNamespaces(SystemFiles files, Executables executables, String user, String uid) {
        this.files = files;
        this.executables = executables;
        this.user = user;
        this.uid = uid;
    }

    /** Returns everything that is missing, each with a remedy. */
    public List<Problem> lacking() {
        List<Problem> lacking = new ArrayList<>();
        restrictions(lacking);
        subordinateIds("/etc/subuid", "user", lacking);
        subordinateIds("/etc/subgid", "group", lacking);
        for (String program : List.of("newuidmap", "newgidmap")) {
            if (executables.find(program).isEmpty()) {
                lacking.add(Problem.error(program + " is missing")
                        .withHint("install the system's package 'uidmap' or 'shadow-utils'"));
            }
        }
        return lacking;
    }

    private void restrictions(List<Problem> lacking) {
        if (files.number("/proc/sys/user/max_user_namespaces").orElse(1L) == 0) {
            lacking.add(Problem.error("the kernel does not allow user namespaces: user.max_user_namespaces is 0")
                    .withHint("sysctl -w user.max_user_namespaces=28633"));
        }
        if (files.number("/proc/sys/kernel/unprivileged_userns_clone").orElse(1L) == 0) {
            lacking.add(Problem.error("only root may create user namespaces: kernel.unprivileged_userns_clone is 0")
                    .withHint("sysctl -w kernel.unprivileged_userns_clone=1"));
        }
        if (files.number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
                        .orElse(0L)
                == 1) {
            lacking.add(Problem.error("AppArmor restricts user namespaces:"
                            + " kernel.apparmor_restrict_unprivileged_userns is 1")
                    .withHint("give rootlesskit an AppArmor profile with 'userns', or"
                            + " sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"));
        }
    }

    /**
     * Counts the subordinate ids. Lines are {@code user:first:count}, where the user is a name or an id (subuid(5)).
     */
    private void subordinateIds(String file, String kind, List<Problem> lacking) {
        long count = 0;
        for (String line : files.lines(file)) {
            String[] fields = line.strip().split(":");
            if (fields.length == 3 && List.of(user, uid).contains(fields[0]) && fields[2].matches("[0-9]{1,10}")) {
                count += Long.parseLong(fields[2]);
            }
        }
        if (count < IDS_NEEDED) {
            lacking.add(Problem.error(user + " has " + count + " subordinate " + kind + " ids in " + file + ", but "
                            + IDS_NEEDED + " are needed")
                    .withHint("as root: echo '" + user + ":100000:" + IDS_NEEDED + "' >> " + file
                            + ", with a first number that no other line uses"));
        }
    }
}
