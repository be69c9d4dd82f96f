package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        Path tool = Files.createDirectories(directory.resolve("cache/image-manager/tools/syft-1.39.0"))
                .resolve("syft");
        Files.writeString(tool, "#!/bin/sh\necho syft 1.39.0\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        Result text = program().run("tools", "list");
        assertThat(text.exitCode()).as("%s", text).isZero();
        assertThat(text.output()).contains("TOOL", "buildctl", "container-structure-test", "hadolint");
        Result json = program().run("tools", "list", "--output", "json");
        assertThat(json.output())
                .contains("\"apiVersion\": \"image-manager/v1\"")
                .contains("\"path\": \"" + tool + "\"", "\"origin\": \"installed\"", "\"pinned\": \"1.39.0\"");
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
