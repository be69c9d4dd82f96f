package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code --untrusted} keeps from a fleet, with real services of its own. */
class UntrustedIT extends OwnServices {

    private static final String SECRET = "hunter2-hunter2";

    private Program untrusted() {
        return program().with("DEPLOY_TOKEN", SECRET).with("IMAGE_MANAGER_UNTRUSTED", "true");
    }

    @Test
    void aFleetThatIsNotTrustedReachesNoServerOfItsChoice() throws IOException {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer attacker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        attacker.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().entrySet());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        attacker.start();
        try {
            String address = "localhost:" + attacker.getAddress().getPort();
            fleet.file(
                            ".image-manager.yml",
                            """
                            build_registry: ADDRESS
                            registries: [{ url: ADDRESS, username: me, password: "${DEPLOY_TOKEN}" }]
                            mirrors: { docker.io: ADDRESS }
                            cache: { endpoint: "http://ADDRESS", access_key: "${DEPLOY_TOKEN}", secret_key: "${DEPLOY_TOKEN}" }
                            services: { registry: { mode: external } }
                            tools_mirror: "http://ADDRESS"
                            """
                                    .replace("ADDRESS", address))
                    .file(
                            "images/app/image.yml",
                            """
                            tags: [{ name: "1" }]
                            build: { secrets: [{ id: token, env: DEPLOY_TOKEN }] }
                            """)
                    .file(
                            "images/app/Dockerfile",
                            """
                            FROM debian:bookworm-slim
                            RUN --mount=type=secret,id=token echo "secret: $(cat /run/secrets/token 2>&1)"; echo hello >/greeting
                            """);

            Result result = succeeds(untrusted().run("build", "app"));

            assertThat(result.errors())
                    .containsOnlyOnce("the fleet is not trusted, so these keys have no effect: ")
                    .contains(
                            "build_registry (.image-manager.yml:1)",
                            "registries (.image-manager.yml:2)",
                            "build.secrets (images/app/image.yml:2)");
            assertThat(fleet.read("dist/app/1/build.log"))
                    .contains("secret: cat:")
                    .doesNotContain(SECRET);
            assertThat(succeeds(untrusted().run("services", "status")).output())
                    .containsPattern("registry +process +running");
            assertThat(requests).isEmpty();
        } finally {
            attacker.stop(0);
        }
    }

    @Test
    void itsStepsHaveLimits() {
        fleet.image("app", "1", "FROM debian:bookworm-slim\nRUN true\n");
        Path limit = limitOfProcesses();

        succeeds(untrusted().run("build", "--force", "app"));
        assertThat(limit).content().isEqualTo("4096\n");

        succeeds(program().run("build", "--force", "app"));
        assertThat(limit).content().isEqualTo("max\n");

        succeeds(program().run("build", "--force", "app", "--untrusted"));
        assertThat(limit).content().isEqualTo("4096\n");
        succeeds(run("services", "down"));
        assertThat(limit).doesNotExist();
    }

    private Path limitOfProcesses() {
        String id = Tool.run(
                        "sh", "-c", "printf %s \"$(realpath '" + directory + "')/.buildkit\" | sha256sum | cut -c 1-12")
                .strip();
        Path root = Path.of("/sys/fs/cgroup");
        return (Files.exists(root.resolve("cgroup.controllers")) ? root : root.resolve("pids"))
                .resolve("image-manager-" + id + "-buildkitd/pids.max");
    }
}
