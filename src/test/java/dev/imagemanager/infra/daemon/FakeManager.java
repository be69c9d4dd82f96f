package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sleeps, and answers where it is told to. */
final class FakeManager implements ServiceManager, ServiceWay<DaemonLaunch> {

    final Set<String> answering = new HashSet<>();
    final List<String> calls = new ArrayList<>();
    final List<String> released = new ArrayList<>();
    Optional<String> configured = Optional.empty();
    Optional<Problem> obstacle = Optional.empty();
    List<String> command = List.of("sleep", "600");
    Daemons daemons = new Daemons();
    boolean comesUp = true;
    int stepsMissing;
    boolean refusesTaken;
    int portsMet;
    int tooLate;
    boolean runsOnWithoutItsPort;
    boolean isRecoverable = true;
    int timesLimited;
    Optional<Problem> objection = Optional.empty();
    boolean isCurrent = true;

    @Override
    public List<ServiceWay<?>> ways() {
        return List.of(this);
    }

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public ServiceName name() {
        return ServiceName.REGISTRY;
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return configured;
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return "usual";
    }

    @Override
    public Optional<Problem> objectionToDefault(ServiceScope scope) {
        return objection;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return "own";
    }

    @Override
    public boolean answers(String address, ServiceScope scope) {
        return answering.contains(address);
    }

    @Override
    public void complete(ServiceDirectory directory, ServiceScope scope, String address) {
        if (stepsMissing > 0) {
            calls.add("complete " + address);
            stepsMissing--;
            if (stepsMissing == 0) {
                answering.add(address);
            }
        }
    }

    @Override
    public boolean isRecoverable(ServiceDirectory directory) {
        return isRecoverable;
    }

    @Override
    public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        return isCurrent;
    }

    @Override
    public boolean isOccupied(String address, ServiceScope scope) {
        return runsOnWithoutItsPort && isTaken(address);
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return obstacle;
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMillis(300);
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        calls.add("prepare, last " + lastAddress.orElse("nowhere"));
        directory.write("config", "");
        if (tooLate-- > 0) {
            return new DaemonLaunch(
                    runsOnWithoutItsPort ? command : List.of(refusesTaken ? "no such program\0" : "false"),
                    "taken",
                    false,
                    Map.of());
        }
        if (portsMet-- > 0) {
            return new DaemonLaunch(
                    List.of("sh", "-c", "echo 'listen tcp 127.0.0.1:1: bind: address already in use'; exit 1"),
                    "own",
                    false,
                    Map.of());
        }
        if (comesUp && stepsMissing == 0) {
            answering.add("own");
        }
        return new DaemonLaunch(command, "own", false, Map.of("GIVEN", "yes"));
    }

    @Override
    public boolean isTaken(String address) {
        return address.equals("taken");
    }

    @Override
    public void limit(ServiceDirectory directory, ServiceScope scope) {
        timesLimited++;
    }

    @Override
    public void release(ServiceDirectory directory) {
        calls.add("release");
        released.add(directory.state().id());
    }
}
