package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import org.junit.jupiter.api.Test;

/** Steps that ask for more rights than others, in the fleet's own buildkitd. */
class EntitlementsIT extends OwnServices {

    @Test
    void theDefinitionAsksForThemAndTheOperatorAllowsThem() {
        String dockerfile =
                """
                FROM debian:bookworm-slim
                RUN true
                RUN --security=insecure mount -t tmpfs none /mnt
                RUN --network=host true
                """;
        fleet.image("priv", "1", dockerfile);

        Result unasked = run("build", "priv");

        assertThat(unasked.exitCode()).as("%s", unasked).isEqualTo(1);
        assertThat(unasked.errors())
                .containsPattern("images/priv/Dockerfile:[34]: error: the build of priv:1 failed: RUN --")
                .contains(
                        "in images/priv/image.yml; the operator of the machine can allow it with IMAGE_MANAGER_ALLOW=");

        fleet.file(
                "images/priv/image.yml",
                "build: { entitlements: [security.insecure, network.host] }\ntags: [{ name: '1' }]\n");
        Result refused = run("build", "priv");

        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
        assertThat(refused.errors())
                .contains("images/priv/image.yml:1:25: error: 'build.entitlements' asks for security.insecure");

        Program allowed = program().with("IMAGE_MANAGER_ALLOW", "security.insecure,network.host");
        Result built = succeeds(allowed.run("build", "priv"));

        assertThat(built.errors()).contains("started buildkitd (process,");
        assertThat(succeeds(allowed.run("build", "priv")).errors()).doesNotContain("started buildkitd");
        Result untrusted = allowed.run("--untrusted", "build", "priv");
        assertThat(untrusted.exitCode()).as("%s", untrusted).isEqualTo(1);
        assertThat(untrusted.errors()).contains("a fleet that is not trusted gets no entitlements");
    }
}
