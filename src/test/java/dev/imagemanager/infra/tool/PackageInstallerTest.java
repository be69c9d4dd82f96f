package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.pipeline.tools.ToolStore.Installation;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools install} against a server of this machine. */
class PackageInstallerTest {

    private static final byte[] DRILL = "#!/bin/sh\necho drill 3.0.0\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final DownloadServer server = new DownloadServer();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private static TarFile kit() {
        return new TarFile()
                .folder("bin/")
                .program("bin/hammer", "#!/bin/sh\necho 1.2.0\n")
                .program("bin/saw", "#!/bin/sh\n")
                .text("README", "read me");
    }

    private Installation installKit(byte[] archive) throws InterruptedException {
        return install("hammer", TestTools.catalog(server.address(), TestTools.sha256(archive), null));
    }

    private Installation installDrill() throws InterruptedException {
        return install("drill", TestTools.catalog(server.address(), null, TestTools.sha256(DRILL)));
    }

    private Installation install(String tool, ToolCatalog catalog) throws InterruptedException {
        return TestTools.installer(cache(), catalog).install(tool, Optional.empty(), new Ears());
    }

    private final class Ears implements ToolStore.Listener {
        @Override
        public void downloading(String packageName, String version, URI address) {
            heard.add(packageName + " " + version + " " + address.getPath());
        }

        @Override
        public void waiting(String packageName) {
            heard.add("waiting for " + packageName);
        }
    }

    private interface Attempt {
        void run() throws InterruptedException;
    }

    private Problem refused(Attempt attempt) {
        EnvironmentException refusal = catchThrowableOfType(EnvironmentException.class, attempt::run);
        assertThat(refusal).isNotNull();
        assertThat(leftBehind()).isEmpty();
        return refusal.problems().get(0);
    }

    /** Without the lock files, which stay. */
    private List<String> leftBehind() {
        if (!Files.isDirectory(cache())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(cache())) {
            return files.filter(file -> !file.equals(cache()))
                    .map(file -> cache().relativize(file).toString())
                    .filter(file -> !file.endsWith(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

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
    void aWrongDigestIsRefused() {
        server.file("drill-linux", "something else".getBytes(StandardCharsets.UTF_8));

        Problem problem = refused(this::installDrill);

        assertThat(problem.message())
                .contains(
                        "/drill-linux is not drill 3.0.0",
                        "instead of " + TestTools.sha256(DRILL),
                        TestTools.sha256("something else".getBytes(StandardCharsets.UTF_8)));
        assertThat(problem.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("mirror"));
    }

    @Test
    void aCutConnectionIsNoFile() {
        server.cut("drill-linux", DRILL);

        assertThat(refused(this::installDrill).message()).startsWith("cannot download http://127.0.0.1:");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        server.status("drill-linux", 404);
        assertThat(refused(this::installDrill).message()).endsWith("the server answered with HTTP status 404");
    }

    @Test
    void aServerThatFailsIsSaid() {
        server.status("drill-linux", 500);
        assertThat(refused(this::installDrill).message()).endsWith("the server answered with HTTP status 500");
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        URI address = server.address();
        server.close();
        Problem problem = refused(() -> install("drill", TestTools.catalog(address, null, TestTools.sha256(DRILL))));
        assertThat(problem.message()).endsWith("drill-linux: there is no connection to the server");
        assertThat(problem.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("tools_mirror"));
    }

    @Test
    void aDownloadWithoutDigestIsNotEvenTried() {
        Problem problem = refused(() -> install("drill", TestTools.catalog(server.address(), null, null)));

        assertThat(problem.message())
                .isEqualTo("cannot install drill 3.0.0 for linux/amd64: image-manager knows no SHA-256 to verify"
                        + " that download with");
        assertThat(problem.hint())
                .contains("install it by hand and put it on the PATH: brew install drill, or https://drill.example");
        assertThat(server.requests()).isZero();
    }

    private Problem refusedArchive(TarFile tar) {
        byte[] archive = tar.bytes();
        server.file("kit.tar.gz", archive);
        Problem problem = refused(() -> installKit(archive));
        assertThat(directory).isDirectoryNotContaining("glob:**evil*");
        return problem;
    }

    @Test
    void aPathAboveTheFolderIsRefused() {
        assertThat(refusedArchive(kit().program("../../evil", "boo")).message())
                .endsWith("kit.tar.gz: the archive holds '../../evil', which leads outside its folder");
    }

    @Test
    void anAbsolutePathIsRefused() {
        String evil = directory.resolve("evil").toString();
        assertThat(refusedArchive(kit().program(evil, "boo")).message()).contains("leads outside its folder");
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() {
        assertThat(refusedArchive(kit().link("bin/out", "../../../..")).message())
                .endsWith("the archive holds 'bin/out', which leads outside its folder");
    }

    @Test
    void anAbsoluteLinkIsRefused() {
        assertThat(refusedArchive(kit().link("bin/etc", "/etc")).message()).contains("'bin/etc', which leads outside");
    }

    /** Each link looks as if it stayed inside; only both together lead out. */
    @Test
    void linksThatLeadOutTogetherAreRefused() {
        TarFile tar = kit().folder("a/b/").link("a/b/up", "../..").link("out", "a/b/up/../../x");
        assertThat(refusedArchive(tar).message()).endsWith("the archive holds 'out', which leads outside its folder");
    }

    @Test
    void nothingIsWrittenThroughALink() {
        assertThat(refusedArchive(kit().link("b", "bin").program("b/evil", "boo"))
                        .message())
                .contains("'b/evil', which leads outside");
    }

    @Test
    void anythingButFilesAndLinksIsRefused() {
        assertThat(refusedArchive(kit().hardLink("bin/passwd", "/etc/passwd")).message())
                .endsWith("the archive holds 'bin/passwd', which is no file, folder or link");
        assertThat(refusedArchiveAgain(kit().device("dev")).message())
                .endsWith("the archive holds 'dev', which is no file, folder or link");
    }

    private Problem refusedArchiveAgain(TarFile tar) {
        try (DownloadServer other = new DownloadServer()) {
            byte[] archive = tar.bytes();
            other.file("kit.tar.gz", archive);
            return refused(() -> install("saw", TestTools.catalog(other.address(), TestTools.sha256(archive), null)));
        }
    }

    @Test
    void aLinkInsideTheFolderIsKept() throws InterruptedException {
        byte[] archive = kit().link("hammer", "bin/hammer").bytes();
        server.file("kit.tar.gz", archive);

        installKit(archive);

        assertThat(cache().resolve("kit-1.2.0/hammer")).isSymbolicLink().isExecutable();
    }

    @Test
    void anArchiveWithoutTheProgramIsRefused() {
        assertThat(refusedArchive(new TarFile().program("bin/hammer", "")).message())
                .endsWith("kit.tar.gz: it has no program bin/saw");
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        byte[] text = "<html>sign in first</html>".getBytes(StandardCharsets.UTF_8);
        server.file("kit.tar.gz", text);

        assertThat(refused(() -> installKit(text)).message()).contains("cannot unpack http://");
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
    void aDownloadThatNeverEndsIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.stall("drill-linux", DRILL, new CountDownLatch(1), end);
        ToolCatalog catalog = TestTools.catalog(server.address(), null, TestTools.sha256(DRILL));
        PackageInstaller impatient = new PackageInstaller(
                catalog,
                new ToolCache(cache(), catalog),
                new EnvironmentProxies(new FakeEnvironment()),
                Duration.ofMillis(200));

        assertThat(refused(() -> impatient.install("drill", Optional.empty(), new Ears()))
                        .message())
                .contains("it did not arrive within");
        end.countDown();
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
