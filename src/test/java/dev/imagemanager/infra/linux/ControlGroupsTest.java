package dev.imagemanager.infra.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.linux.ControlGroups.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {

    private static final Limits LIMITS = new Limits(1_000_000, 100);

    @TempDir
    Path root;

    @Test
    void limitsOfVersion2AreInOneGroup() throws IOException {
        Files.createFile(root.resolve("cgroup.controllers"));

        ControlGroups.limit(root, "fleet", LIMITS);

        assertThat(root.resolve("cgroup.subtree_control")).hasContent("+memory +pids");
        assertThat(root.resolve("fleet/memory.max")).hasContent("1000000");
        assertThat(root.resolve("fleet/pids.max")).hasContent("100");
        ControlGroups.unlimit(root, "fleet");
        assertThat(root.resolve("fleet/memory.max")).hasContent("max");
        assertThat(root.resolve("fleet/pids.max")).hasContent("max");
    }

    @Test
    void limitsOfVersion1AreInAGroupOfEachController() throws IOException {
        ControlGroups.limit(root, "fleet", LIMITS);

        assertThat(root.resolve("memory/fleet/memory.limit_in_bytes")).hasContent("1000000");
        assertThat(root.resolve("pids/fleet/pids.max")).hasContent("100");
        ControlGroups.unlimit(root, "fleet");
        assertThat(root.resolve("memory/fleet/memory.limit_in_bytes")).hasContent("-1");
        assertThat(root.resolve("pids/fleet/pids.max")).hasContent("max");
    }

    @Test
    void aGroupThatDoesNotExistStaysThatWay() throws IOException {
        ControlGroups.unlimit(root, "fleet");

        assertThat(root).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aQuarterOfTheMemoryIsForOthers() {
        assertThat(Limits.leavingTheMachineUsable().memory()).isBetween(100L << 20, 1L << 50);
        assertThat(Limits.leavingUsable(4000)).isEqualTo(new Limits(3000, 4096));
    }
}
