package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What steps of the fleet's own buildkitd, run by root as a process, can do in the network. */
class StepNetworkIT extends OwnServices {

    private Result build(Program program) {
        return succeeds(program.run("build", "probe"));
    }

    private String log() {
        return fleet.read("dist/probe/1/build.log");
    }

    @Test
    void stepsCannotReachTheMachinesLoopbackNorSniff() {
        try (StepProbe probe = StepProbe.open()) {
            fleet.image("probe", "1", probe.dockerfile());

            build(program());

            assertThat(log())
                    .contains(StepProbe.NO_RAW_SOCKET, probe.reachedOther())
                    .doesNotContain(probe.reachedLoopback(), " raw socket\n");
        }
    }

    @Test
    void theOperatorCanLetStepsUseTheMachinesNetwork() {
        try (StepProbe probe = StepProbe.open()) {
            fleet.image("probe", "1", probe.dockerfile());
            Program allowed = program().with("IMAGE_MANAGER_ALLOW", "host-network");

            build(allowed);

            assertThat(log())
                    .contains(StepProbe.NO_RAW_SOCKET, probe.reachedOther(), probe.reachedLoopback())
                    .doesNotContain(" raw socket\n");
            assertThat(fleet.exists(".buildkit/buildkitd/network")).isFalse();
            assertThat(succeeds(run("build", "app")).errors())
                    .as("what is no longer allowed")
                    .contains("started buildkitd (process,");
        }
    }

    /**
     * Steps connect to another machine, here a network namespace behind a router, which this machine is. That machine cannot
     * connect to a step that listens.
     */
    @Test
    void stepsReachOtherMachinesButNotTheOtherWayRound() {
        String other = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet.image(
                "probe",
                "1",
                """
                FROM debian:bookworm-slim
                RUN echo %s; \
                  timeout 60 perl -MIO::Socket::INET -e '$l = IO::Socket::INET->new(Listen => 5, LocalPort => 4711) or die $!; \
                    $| = 1; print "listening\\n"; $c = $l->accept or die $!; print "accepted ", $c->peerhost, "\\n"'; \
                  timeout 10 perl -MIO::Socket::INET -e 'print IO::Socket::INET->new("10.239.231.2:22") ? "open" : "$!", "\\n"'
                """
                        .formatted(UUID.randomUUID()));
        Tool.run("ip", "netns", "add", other);
        try {
            Tool.run("ip", "link", "add", other, "type", "veth", "peer", "name", "eth0", "netns", other);
            Tool.run("ip", "address", "add", "10.239.231.1/24", "dev", other);
            Tool.run("ip", "link", "set", other, "up");
            Tool.run("ip", "-n", other, "address", "add", "10.239.231.2/24", "dev", "eth0");
            Tool.run("ip", "-n", other, "link", "set", "eth0", "up");
            Tool.run("ip", "-n", other, "route", "add", "default", "via", "10.239.231.1");

            try (Program.Running running = program().start("build", "probe")) {
                running.awaitErrors("|   listening");
                String step = "10.231."
                        + 16
                                * Integer.parseInt(fleet.read(".buildkit/buildkitd/network")
                                        .split(" ")[1]) + ".2";
                assertThat(connects(step, "ip", "netns", "exec", other)).isFalse();
                assertThat(connects(step)).as("from this machine itself").isTrue();
                succeeds(running.await());
            }

            assertThat(log()).contains("accepted 10.231.", "Connection refused");
        } finally {
            Tool.run("ip", "link", "delete", other);
            Tool.run("ip", "netns", "delete", other);
        }
    }

    private static boolean connects(String address, String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                "sh", "-c", "timeout 3 bash -c 'exec 3<>/dev/tcp/" + address + "/4711' && echo yes || echo no"));
        return Tool.run(command.toArray(String[]::new)).equals("yes");
    }

    @Test
    void theNetworkOfStepsIsRemovedWithTheDaemon() {
        boolean forwarded = Tool.run("cat", "/proc/sys/net/ipv4/ip_forward").equals("1");
        succeeds(run("services", "up", "buildkitd"));
        String[] network = fleet.read(".buildkit/buildkitd/network").strip().split(" ");
        String range = "10.231." + 16 * Integer.parseInt(network[1]) + ".0/20";
        assertThat(network[2]).isEqualTo(Boolean.toString(forwarded));
        assertThat(rulesFor(range))
                .containsExactly(
                        "-A FORWARD -s " + range + " -j ACCEPT",
                        "-A FORWARD -d " + range + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                        "-A FORWARD -d " + range + " -j DROP");
        assertThat(links()).contains(network[0], network[0] + "-steps");

        succeeds(run("services", "down"));

        assertThat(rulesFor(range)).isEmpty();
        assertThat(links()).doesNotContain(network[0], network[0] + "-steps");
        succeeds(run("services", "up", "buildkitd"));
    }

    @Test
    void aFleetThatWasMovedLeavesNoNetworkAtItsFormerPlace() throws IOException {
        succeeds(run("services", "up", "buildkitd"));
        String bridge = fleet.read(".buildkit/buildkitd/network").split(" ")[0];
        assertThat(links()).contains(bridge);
        Path moved = Files.createDirectory(directory.resolve("moved"));
        Files.move(directory.resolve(".buildkit"), moved.resolve(".buildkit"));
        Files.move(directory.resolve("images"), moved.resolve("images"));

        Result down = succeeds(program(moved).run("services", "down"));

        assertThat(down.errors())
                .contains("it was moved here from " + directory.toRealPath()
                        + "; the services that ran on it were stopped");
        assertThat(links()).doesNotContain(bridge, bridge + "-steps");
    }

    private static List<String> rulesFor(String range) {
        return Tool.run("iptables", "-w", "-S", "FORWARD")
                .lines()
                .filter(rule -> rule.contains(" " + range + " "))
                .toList();
    }

    private static List<String> links() {
        return Tool.lines("ip", "-o", "link", "show").stream()
                .map(line -> line.split("[ @:]+")[1])
                .toList();
    }
}
