package dev.imagemanager.infra.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.linux.UserNamespaces;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.Finding.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootlessCheckTest {

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void aMachineWithEverything() {
        machine = new FakeMachine(root)
                .file("/etc/subuid", "root:1:2\nme:100000:65536\n")
                .file("/etc/subgid", "me:100000:32768\nme:200000:32768\n")
                .file("/proc/sys/user/max_user_namespaces", "95000\n")
                .program("newuidmap")
                .program("newgidmap");
    }

    private List<Finding> examine(boolean isLinux, String user) {
        return new RootlessCheck(
                        new UserNamespaces(machine.files(), machine.executables(), user, "1234"),
                        isLinux,
                        user.equals("root"))
                .examine(FakeMachine.subject());
    }

    private Finding onlyWarning() {
        List<Finding> findings = examine(true, "me");
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).verdict()).isEqualTo(Verdict.WARNING);
        return findings.get(0);
    }

    @Test
    void everythingIsThere() {
        assertThat(examine(true, "me"))
                .containsExactly(
                        Finding.ok("rootless builds", "user namespaces, subordinate ids and newuidmap are available"));
    }

    @Test
    void rootAndOtherSystemsNeedNothingOfIt() {
        assertThat(examine(true, "root")).extracting(Finding::verdict).containsExactly(Verdict.OK);
        assertThat(examine(false, "me")).extracting(Finding::verdict).containsExactly(Verdict.OK);
    }

    @Test
    void aUserMayBeANumberThere() {
        machine.file("/etc/subuid", "1234:100000:65536\n");
        assertThat(examine(true, "me")).extracting(Finding::verdict).containsExactly(Verdict.OK);
    }

    @Test
    void tooFewSubordinateIds() {
        machine.file("/etc/subgid", "me:100000:65535\nyou:1:65536\nme:what:ever\n");

        assertThat(onlyWarning().message())
                .isEqualTo("me has 65535 subordinate group ids in /etc/subgid, but 65536 are needed");
    }

    @Test
    void everythingThatLacksIsSaid() {
        machine = new FakeMachine(root.resolve("empty"));

        assertThat(examine(true, "me"))
                .extracting(Finding::message)
                .containsExactly(
                        "me has 0 subordinate user ids in /etc/subuid, but 65536 are needed",
                        "me has 0 subordinate group ids in /etc/subgid, but 65536 are needed",
                        "newuidmap is missing",
                        "newgidmap is missing");
    }

    @Test
    void theKernelMayForbidNamespaces() {
        machine.file("/proc/sys/user/max_user_namespaces", "0\n");
        assertThat(onlyWarning().message()).contains("user.max_user_namespaces is 0");
    }

    @Test
    void onlyRootMayMakeNamespaces() {
        machine.file("/proc/sys/kernel/unprivileged_userns_clone", "0\n");
        assertThat(onlyWarning().message()).contains("kernel.unprivileged_userns_clone is 0");
    }

    @Test
    void appArmorMayRestrictNamespaces() {
        machine.file("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
        assertThat(onlyWarning().message()).contains("AppArmor restricts user namespaces");
    }
}
