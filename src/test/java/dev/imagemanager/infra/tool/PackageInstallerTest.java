package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.pipeline.tools.ToolStore.Installation;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** {@code tools install} against a server of this machine. */
class PackageInstallerTest extends PackageDownloads {

    @Test
    void anArchiveIsUnpacked() throws InterruptedException, IOException {
        byte[] archive = kit().bytes();
        server.file("kit.tar.gz", archive);

        Installation installation = installKit(archive);

        assertThat(installation)
                .isEqualTo(new Installation(
                        "kit", "1.2.0", cache().resolve("kit-1.2.0"), List.of("hammer", "saw"), false));
        assertThat(leftBehind())
                .containsExactly(
                        "kit-1.2.0", "kit-1.2.0/README", "kit-1.2.0/bin", "kit-1.2.0/bin/hammer", "kit-1.2.0/bin/saw");
        assertThat(cache().resolve("kit-1.2.0/bin/hammer")).isExecutable();
        assertThat(Files.isExecutable(cache().resolve("kit-1.2.0/README"))).isFalse();
        assertThat(heard).containsExactly("kit 1.2.0 /kit.tar.gz");
    }

    @Test
    void aPlainProgramIsMadeExecutable() throws InterruptedException {
        server.file("drill-linux", DRILL);

        installDrill();

        assertThat(cache().resolve("drill-3.0.0/drill")).isExecutable().hasBinaryContent(DRILL);
        assertThat(leftBehind()).containsExactly("drill-3.0.0", "drill-3.0.0/drill");
    }

    @Test
    void whatIsThereIsNotDownloadedAgain() throws InterruptedException {
        server.file("drill-linux", DRILL);
        installDrill();

        assertThat(installDrill().wasThere()).isTrue();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aDamagedInstallationIsReplaced() throws InterruptedException, IOException {
        server.file("drill-linux", DRILL);
        installDrill();
        Files.delete(cache().resolve("drill-3.0.0/drill"));

        assertThat(installDrill().wasThere()).isFalse();
        assertThat(cache().resolve("drill-3.0.0/drill")).isExecutable();
    }

    @Test
    void aMirrorIsAskedInstead() throws InterruptedException {
        server.file("github/drill-linux", DRILL);
        ToolCatalog catalog = TestTools.catalog(URI.create("http://127.0.0.1:9/"), null, TestTools.sha256(DRILL));

        TestTools.installer(cache(), catalog)
                .install("drill", Optional.of(server.address().resolve("github")), new Ears());

        assertThat(heard).containsExactly("drill 3.0.0 /github/drill-linux");
    }

    @Test
    void aRedirectIsFollowed() throws InterruptedException {
        server.redirect("drill-linux", server.address() + "elsewhere").file("elsewhere", DRILL);

        installDrill();

        assertThat(cache().resolve("drill-3.0.0/drill")).hasBinaryContent(DRILL);
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(cache(), "a file where a directory belongs");
        server.file("drill-linux", DRILL);

        Problem problem = refused(this::installDrill);

        assertThat(problem.message()).startsWith("cannot install drill in " + cache() + ": ");
        assertThat(problem.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("XDG_CACHE_HOME"));
    }

    @Test
    void anInterruptedInstallationLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        server.stall("drill-linux", DRILL, begun, end);
        FutureTask<Installation> task = new FutureTask<>(this::installDrill);
        Thread thread = new Thread(task);
        thread.start();
        begun.await();

        thread.interrupt();
        thread.join();

        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(leftBehind()).isEmpty();
        end.countDown();
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws IOException, InterruptedException {
        Path leftover = Files.createDirectories(cache().resolve(".partial-drill-3.0.0-123/content"));
        Files.writeString(leftover.resolve("drill"), "half");
        Path other = Files.createDirectories(cache().resolve(".partial-kit-1.2.0-456"));
        server.file("drill-linux", DRILL);

        installDrill();

        assertThat(leftBehind()).containsExactly(other.getFileName().toString(), "drill-3.0.0", "drill-3.0.0/drill");
    }

    @Test
    void twoThreadsInstallOnce() throws Exception {
        server.file("drill-linux", DRILL);
        ToolCatalog catalog = TestTools.catalog(server.address(), null, TestTools.sha256(DRILL));
        PackageInstaller installer = TestTools.installer(cache(), catalog);
        List<FutureTask<Installation>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FutureTask<Installation> task =
                    new FutureTask<>(() -> installer.install("drill", Optional.empty(), new Ears()));
            tasks.add(task);
            new Thread(task).start();
        }

        assertThat(List.of(tasks.get(0).get().wasThere(), tasks.get(1).get().wasThere()))
                .containsExactlyInAnyOrder(true, false);
        assertThat(server.requests()).isEqualTo(1);
    }

    /** The other one has the lock, downloads slowly, and ends; then there is nothing more to do. */
    @Test
    void aSecondProcessWaitsForTheFirst() throws Exception {
        server.file("drill-linux", DRILL);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        cache().toString(),
                        ".drill-3.0.0.lock")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            FutureTask<Installation> task = new FutureTask<>(() -> {
                CountDownLatch waiting = new CountDownLatch(1);
                Thread release = new Thread(() -> {
                    try {
                        waiting.await();
                        other.getOutputStream().close();
                    } catch (IOException | InterruptedException failure) {
                        other.destroyForcibly();
                    }
                });
                release.start();
                ToolCatalog catalog = TestTools.catalog(server.address(), null, TestTools.sha256(DRILL));
                return TestTools.installer(cache(), catalog)
                        .install("drill", Optional.empty(), new ToolStore.Listener() {
                            @Override
                            public void downloading(String packageName, String version, URI address) {
                                heard.add("downloading");
                            }

                            @Override
                            public void waiting(String packageName) {
                                heard.add("waiting");
                                assertThat(server.requests()).isZero();
                                waiting.countDown();
                            }
                        });
            });
            new Thread(task).start();

            assertThat(task.get().wasThere()).isFalse();
            assertThat(heard).containsExactly("waiting", "downloading");
        } finally {
            other.destroyForcibly();
        }
    }
}
