package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import org.junit.jupiter.api.Test;

class PermissionTest {

    private final FakeEnvironment environment = new FakeEnvironment();

    @Test
    void nothingIsAllowedUntilTheOperatorSaysSo() {
        assertThat(Permission.given(environment)).isEmpty();
        environment.set(Permission.VARIABLE, "ssh-keys, container-options host-network");
        assertThat(Permission.given(environment))
                .containsExactlyInAnyOrder(Permission.SSH_KEYS, Permission.CONTAINER_OPTIONS, Permission.HOST_NETWORK);
    }

    @Test
    void entitlementsAreAllowedByTheirNames() {
        assertThat(Entitlement.allowed(environment)).isEmpty();
        environment.set(Permission.VARIABLE, "network.host,security.insecure");
        assertThat(Permission.given(environment))
                .containsExactlyInAnyOrder(Permission.HOST_NETWORK, Permission.SECURITY_INSECURE);
        assertThat(Entitlement.allowed(environment))
                .containsExactly(Entitlement.NETWORK_HOST, Entitlement.SECURITY_INSECURE);
        environment.set(Permission.VARIABLE, "host-network");
        assertThat(Entitlement.allowed(environment)).containsExactly(Entitlement.NETWORK_HOST);
    }

    @Test
    void variablesAreAllowedByTheirNames() {
        environment.set(Permission.VARIABLE, "environment:DEPLOY_TOKEN ssh-keys,environment:deployKey,environment:,x");

        assertThat(Permission.givenVariables(environment)).containsExactlyInAnyOrder("DEPLOY_TOKEN", "deployKey");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Permission.given(environment))
                .satisfies(failure -> assertThat(failure.problems())
                        .extracting(Problem::message)
                        .containsExactlyInAnyOrder(
                                "IMAGE_MANAGER_ALLOW contains 'environment:', which is not the name of a permission",
                                "IMAGE_MANAGER_ALLOW contains 'x', which is not the name of a permission"));
    }

    @Test
    void unknownNamesAreErrors() {
        environment.set(Permission.VARIABLE, "ssh-key,root");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Permission.given(environment))
                .satisfies(failure -> assertThat(failure.problems())
                        .extracting(Problem::message)
                        .containsExactlyInAnyOrder(
                                "IMAGE_MANAGER_ALLOW contains 'ssh-key', which is not the name of a permission",
                                "IMAGE_MANAGER_ALLOW contains 'root', which is not the name of a permission"));
    }

    @Test
    void allNamesAreListed() {
        environment.set(Permission.VARIABLE, "everything");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Permission.given(environment))
                .satisfies(failure -> assertThat(failure.problems().get(0).hint())
                        .contains(
                                "known permissions: builders, container-options, environment:NAME, host-network, network.host,"
                                        + " security.insecure, ssh-keys"));
    }
}
