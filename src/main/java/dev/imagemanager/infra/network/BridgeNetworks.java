package dev.imagemanager.infra.network;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Creates and removes the network of a daemon's containers: a bridge with an unused address range and four firewall
 * rules. The containers can connect to other machines, but other machines cannot connect to them: only answers are let in
 * (iptables-extensions(8), "conntrack"). A record is written before the network is created, so that exactly this network
 * can be removed.
 */
@Singleton
public final class BridgeNetworks {

    private static final Logger LOG = Logger.getLogger(BridgeNetworks.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String RECORD = "network";
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");
    private static final int RANGES = 16;

    private final ProcessRunner processes;

    @Inject
    public BridgeNetworks(ProcessRunner processes) {
        this.processes = processes;
    }

    /**
     * @param bridge the name of the interface
     * @param number of the address range, 0 to 15
     * @param forwardedBefore whether IPv4 forwarding was enabled before this program enabled it
     */
    public record Network(String bridge, int number, boolean forwardedBefore) {

        private static final Pattern WRITTEN = Pattern.compile("(imgmgr[0-9]{1,2}) ([0-9]{1,2}) (true|false)\\s*");

        static Optional<Network> parse(String text) {
            Matcher written = WRITTEN.matcher(text);
            return written.matches()
                    ? Optional.of(new Network(
                                    written.group(1),
                                    Integer.parseInt(written.group(2)),
                                    Boolean.parseBoolean(written.group(3))))
                            .filter(network -> network.number() < RANGES
                                    && network.bridge().equals(nameOf(network.number())))
                    : Optional.empty();
        }

        /** The name says whose the address range is, whose rules and bridges are removed. */
        static String nameOf(int number) {
            return "imgmgr" + number;
        }

        /** Returns the address range, a part of 10.231.0.0/16 (RFC 1918). The bridge has its first address. */
        public String range() {
            return base() + ".0/20";
        }

        /** Returns the address of the bridge. */
        public String gateway() {
            return base() + ".1";
        }

        /** Returns the address of the network namespace of build steps, with the length of its prefix. */
        public String stepsAddress() {
            return base() + ".2/24";
        }

        /** Returns the name of the interface that connects the network namespace of build steps to the bridge. */
        public String stepsInterface() {
            return bridge + "-steps";
        }

        private String base() {
            return "10.231." + number * 16;
        }

        @Override
        public String toString() {
            return bridge + " " + number + " " + forwardedBefore;
        }
    }

    /**
     * @param remedy what else the user can do; a clause in a hint
     * @throws EnvironmentException if there is no free range, or the network cannot be created
     */
    public Network create(ServiceDirectory directory, String remedy) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        boolean forwardedBefore = wasForwarding(directory);
        for (int number = 0; number < RANGES; number++) {
            Network network = new Network(Network.nameOf(number), number, forwardedBefore);
            if (!output("ip", "-4", "route", "show", "root", network.range()).isEmpty()) {
                continue;
            }
            if (Files.exists(Path.of("/sys/class/net", network.bridge()))) {
                continue;
            }
            directory.write(RECORD, network + "\n");
            Optional<String> failure = attempt(
                    "ip", "link", "add", network.bridge(), "address", hardwareAddress(directory), "type", "bridge");
            if (failure.isPresent()) {
                directory.delete(RECORD); // another process may have created the bridge meanwhile
                problems.add(failure.get());
                continue;
            }
            List<List<String>> commands = new ArrayList<>(List.of(
                    List.of("ip", "address", "add", network.gateway() + "/24", "dev", network.bridge()),
                    List.of("ip", "link", "set", network.bridge(), "up")));
            commands.addAll(rules("-I", network));
            for (List<String> command : commands) {
                Optional<String> refused = attempt(command.toArray(String[]::new));
                if (refused.isPresent()) {
                    throw failed(directory, "'" + String.join(" ", command) + "' failed: " + refused.get(), remedy);
                }
            }
            enableForwarding(directory, remedy);
            return network;
        }
        throw failed(
                directory,
                problems.isEmpty() ? "all ranges in 10.231.0.0/16 are in use" : problems.get(0),
                "remove unused bridges imgmgr0 to imgmgr15, or " + remedy);
    }

    private static EnvironmentException failed(ServiceDirectory directory, String reason, String remedy) {
        return new EnvironmentException(Problem.error("cannot create a network for " + directory.name() + ": " + reason)
                .withHint(remedy));
    }

    private static void enableForwarding(ServiceDirectory directory, String remedy) {
        if (isForwarding()) {
            return;
        }
        try {
            Files.writeString(FORWARDING, "1\n");
        } catch (IOException failure) {
            throw failed(directory, "cannot write " + FORWARDING + ": " + FailureReason.of(failure), remedy);
        }
    }

    /** Returns whether IPv4 forwarding is enabled, and no other service of this fleet enabled it. */
    private static boolean wasForwarding(ServiceDirectory directory) {
        return isForwarding()
                && Stream.of(ServiceName.values())
                        .map(directory.state()::of)
                        .filter(other -> !other.name().equals(directory.name()))
                        .flatMap(other -> other.read(RECORD).flatMap(Network::parse).stream())
                        .allMatch(Network::forwardedBefore);
    }

    /** Removes the network. Ignores missing parts. */
    public void remove(ServiceDirectory directory) throws InterruptedException {
        Optional<Network> recorded =
                directory.read(RECORD).flatMap(Network::parse).or(() -> orphan(directory));
        if (recorded.isPresent() && !belongsToOtherFleet(recorded.get(), directory)) {
            Network network = recorded.get();
            for (List<String> rule : rules("-D", network)) {
                attempt(rule.toArray(String[]::new));
            }
            // The kernel removes it some time after the namespace at its other end, but the name is needed at the next
            // start.
            attempt("ip", "link", "delete", network.stepsInterface());
            attempt("ip", "link", "delete", network.bridge());
            removeNetworksOfContainers(network);
            restoreForwarding(network);
        }
        directory.delete(RECORD);
    }

    /** Finds a network of this fleet whose record was removed. */
    private static Optional<Network> orphan(ServiceDirectory directory) {
        return IntStream.range(0, RANGES)
                .mapToObj(number -> new Network(Network.nameOf(number), number, true))
                .filter(network -> addressOf(network)
                        .filter(hardwareAddress(directory)::equals)
                        .isPresent())
                .findFirst();
    }

    /**
     * Returns the MAC address of the bridge: a locally administered address (IEEE 802, 8.4) with the fleet's id. Its first
     * byte differs between the fleet's services.
     */
    private static String hardwareAddress(ServiceDirectory directory) {
        String first = directory.name().equals(ServiceName.DIND.toString()) ? "02:" : "06:";
        return first + directory.state().id().substring(0, 10).replaceAll("(..)(?=.)", "$1:");
    }

    /** Returns whether the bridge belongs to another fleet, which can reuse a number after a crash of this program. */
    private static boolean belongsToOtherFleet(Network network, ServiceDirectory directory) {
        return addressOf(network)
                .filter(address -> !address.equals(hardwareAddress(directory)))
                .isPresent();
    }

    private static Optional<String> addressOf(Network network) {
        try {
            return Optional.of(Files.readString(Path.of("/sys/class/net", network.bridge(), "address"))
                    .strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns the commands for the rules. The last rule that is inserted is the first that applies. */
    private static List<List<String>> rules(String action, Network network) {
        String range = network.range();
        return Stream.of(
                        "-t nat " + action + " POSTROUTING -s " + range + " ! -d " + range + " -j MASQUERADE",
                        action + " FORWARD -d " + range + " -j DROP",
                        action + " FORWARD -d " + range + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                        action + " FORWARD -s " + range + " -j ACCEPT")
                .map(rule -> List.of(("iptables -w " + rule).split(" ")))
                .toList();
    }

    /** Removes bridges in the address range that dockerd created and did not remove. */
    private void removeNetworksOfContainers(Network network) throws InterruptedException {
        for (String line : output("ip", "-4", "-o", "address", "show", "to", network.range())) {
            attempt("ip", "link", "delete", line.strip().split("\\s+")[1]);
        }
    }

    /** Disables IPv4 forwarding if it was disabled before and there is no other bridge. */
    private void restoreForwarding(Network network) throws InterruptedException {
        if (network.forwardedBefore()
                || !output("ip", "-o", "link", "show", "type", "bridge").isEmpty()) {
            return;
        }
        try {
            Files.writeString(FORWARDING, "0\n");
        } catch (IOException failure) {
            LOG.debug("IPv4 forwarding stays enabled", failure);
        }
    }

    private static boolean isForwarding() {
        try {
            return Files.readString(FORWARDING).strip().equals("1");
        } catch (IOException unknown) {
            return true;
        }
    }

    /** @return the error output; empty if the command succeeded */
    private Optional<String> attempt(String... command) throws InterruptedException {
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode = processes.run(ProcessCommand.of(LIMIT, List.of(command)), line -> {}, errors::add);
        return exitCode == 0
                ? Optional.empty()
                : Optional.of(errors.isEmpty() ? "exit code " + exitCode : String.join("; ", errors));
    }

    private List<String> output(String... command) throws InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        processes.run(ProcessCommand.of(LIMIT, List.of(command)), lines::add, line -> {});
        return lines;
    }
}
