package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.it.Program.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools} of the packaged program, with a cache of its own and a mirror on this machine. */
class ToolsIT {

    @TempDir
    Path directory;

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer mirror;

    @BeforeEach
    void startMirror() throws IOException {
        mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.setExecutor(threads);
        mirror.createContext("/github/hadolint/", exchange -> {
            try (exchange) {
                byte[] content = "not hadolint".getBytes();
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        mirror.createContext("/github/anchore/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        mirror.start();
    }

    @AfterEach
    void stopMirror() {
        end.countDown();
        mirror.stop(0);
        threads.shutdownNow();
    }

    private Program program() {
        return new Program(directory)
                .with("XDG_CACHE_HOME", directory.resolve("cache").toString())
                .with(
                        "IMAGE_MANAGER_TOOLS_MIRROR",
                        "http://127.0.0.1:" + mirror.getAddress().getPort() + "/github");
    }

    /** All but the lock files. */
    private Stream<Path> installed() throws IOException {
        Path tools = directory.resolve("cache/image-manager/tools");
        return Files.list(tools).filter(file -> !file.toString().endsWith(".lock"));
    }

    @Test
    void theListKnowsEveryTool() throws IOException {
        Path tool = Files.createDirectories(directory.resolve("cache/image-manager/tools/hadolint-2.14.0"))
                .resolve("hadolint");
        Files.writeString(tool, "#!/bin/sh\necho Haskell Dockerfile Linter 2.14.0\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        Result text = program().run("tools", "list");
        assertThat(text.exitCode()).as("%s", text).isZero();
        assertThat(text.output()).contains("TOOL", "buildctl", "container-structure-test", "syft");
        Result json = program().run("tools", "list", "--output", "json");
        assertThat(json.output())
                .contains("\"apiVersion\": \"image-manager/v1\"")
                .contains("\"path\": \"" + tool + "\"", "\"origin\": \"installed\"", "\"pinned\": \"2.14.0\"");
    }

    @Test
    void whatHasAnotherDigestIsNotInstalled() throws IOException {
        Result result = program().run("tools", "install", "hadolint");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .contains("downloading hadolint", "/github/hadolint/hadolint/releases/download/")
                .contains("is not hadolint", "its SHA-256 is");
        assertThat(installed()).isEmpty();
    }

    @Test
    void aProxyIsAskedWithTheAccountOfItsVariable() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<List<String>> request = threads.submit(() -> refuse(proxy));

            Result result = new Program(directory)
                    .with("XDG_CACHE_HOME", directory.resolve("cache").toString())
                    .with("HTTPS_PROXY", "http://user:password@127.0.0.1:" + proxy.getLocalPort())
                    .with("https_proxy", null)
                    .with("NO_PROXY", null)
                    .with("no_proxy", null)
                    .run("tools", "install", "hadolint");

            assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
            assertThat(result.toString())
                    .contains("cannot download https://github.com/")
                    .doesNotContain("password");
            assertThat(request.get(10, TimeUnit.SECONDS))
                    .contains("CONNECT github.com:443 HTTP/1.1", "Proxy-Authorization: Basic dXNlcjpwYXNzd29yZA==");
        }
    }

    /** @return the lines of the request */
    private static List<String> refuse(ServerSocket proxy) throws IOException {
        try (Socket client = proxy.accept()) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                lines.add(line);
            }
            client.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return lines;
        }
    }

    @Test
    void certificatesOfTheSystemAreTrusted() throws IOException {
        try (ScriptedServer server = ScriptedServer.startWithTls()) {
            Program program = program()
                    .with("IMAGE_MANAGER_TOOLS_MIRROR", server.url("/github"))
                    .with("SSL_CERT_DIR", null);

            Result unknown = program.with("SSL_CERT_FILE", null).run("tools", "install", "hadolint");
            assertThat(unknown.exitCode()).as("%s", unknown).isEqualTo(3);
            assertThat(server.calls()).isEmpty();

            Path file = Files.writeString(directory.resolve("ca.pem"), "garbage");
            Result garbage = program.with("SSL_CERT_FILE", file.toString()).run("tools", "install", "hadolint");
            assertThat(garbage.exitCode()).isEqualTo(3);
            assertThat(garbage.errors())
                    .contains(file + ", which SSL_CERT_FILE names, does not contain valid PEM certificates");

            Result trusted = program.with(
                            "SSL_CERT_FILE",
                            ScriptedServer.AUTHORITY.toAbsolutePath().toString())
                    .run("tools", "install", "hadolint");
            assertThat(trusted.exitCode()).isEqualTo(3);
            assertThat(server.calls()).as("%s", trusted).isNotEmpty();
        }
    }

    /** As OpenShift and 'docker run --user' start containers. */
    @Test
    void aUserWithoutAnEntryInTheDatabaseHasTheHomeOfTheEnvironment() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path fleet = Files.createDirectory(directory.resolve("fleet"));
        Tool.run("chown", "-R", "12345", directory.toString());
        Program program = asUser12345(new Program(fleet))
                .with("XDG_STATE_HOME", null)
                .with("XDG_CACHE_HOME", null)
                .with(
                        "IMAGE_MANAGER_TOOLS_MIRROR",
                        "http://127.0.0.1:" + mirror.getAddress().getPort() + "/github");

        Result installed = program.with("HOME", home.toString()).run("tools", "install", "hadolint");
        assertThat(installed.errors()).as("%s", installed).contains("is not hadolint");
        assertThat(home.resolve(".cache/image-manager/tools")).isDirectory();
        assertThat(program.run("doctor").output()).contains("user: 12345, home " + home);

        Result homeless = program.with("HOME", null).run("tools", "install", "hadolint");
        assertThat(homeless.exitCode()).as("%s", homeless).isEqualTo(3);
        assertThat(homeless.errors())
                .contains("a home directory is needed to keep tools", "the user 12345", "set HOME to a directory");
        assertThat(program.run("tools", "list").exitCode()).isZero();
        assertThat(fleet).isEmptyDirectory();
    }

    /** The program may be where only root can go. */
    private static Program asUser12345(Program program) {
        Path view = program.directory().resolveSibling("view");
        return program.startedBy((home, arguments) -> Stream.concat(
                        Stream.of(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "private",
                                "sh",
                                "-c",
                                "mkdir -p \"$1\" && mount --bind \"$2\" \"$1\" && program=$1/$3 && shift 3"
                                        + " && exec setpriv --reuid 12345 --regid 12345 --clear-groups \"$program\" \"$@\"",
                                "sh",
                                view.toString(),
                                home.toString(),
                                home.relativize(Program.executable()).toString()),
                        arguments.stream())
                .toList());
    }

    @Test
    void ctrlCLeavesNothing() throws IOException {
        try (Program.Running running = program().start("tools", "install", "syft")) {
            running.awaitErrors("downloading syft");
            running.interrupt();
            Result result = running.await();
            assertThat(result.exitCode()).as("%s", result).isEqualTo(130);
            assertThat(result.errors()).doesNotContain("error:", "mistake");
        }
        assertThat(installed()).isEmpty();
    }

    @Test
    void anUnknownToolIsAMistake() {
        Result result = program().run("tools", "install", "hadolnt");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).contains("there is no tool 'hadolnt'", "did you mean 'hadolint'?");
    }
}
