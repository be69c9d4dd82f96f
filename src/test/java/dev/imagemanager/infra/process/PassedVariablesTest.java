package dev.imagemanager.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.pipeline.build.ProxyArguments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassedVariablesTest {

    private static final Map<String, String> CALLER = Map.of(
            "PATH",
            "/bin",
            "LC_ALL",
            "C",
            "LCX",
            "x",
            "DEPLOY_TOKEN",
            "hunter2",
            "AWS_PROFILE",
            "a",
            "HTTPS_PROXY",
            "p");

    private static Map<String, String> reduced(PassedVariables variables) {
        Map<String, String> environment = new HashMap<>(CALLER);
        variables.reduce(environment);
        return environment;
    }

    @Test
    void programsGetNamedVariablesAlone() {
        assertThat(reduced(PassedVariables.USUAL)).containsOnlyKeys("PATH", "LC_ALL");
        assertThat(reduced(PassedVariables.USUAL.and(ProxyArguments.NAMES).and(List.of("AWS_", "DEPLOY_TOKEN"))))
                .containsOnlyKeys("PATH", "LC_ALL", "HTTPS_PROXY", "AWS_PROFILE", "DEPLOY_TOKEN");
    }
}
