package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Archives that want out of the folder that they are unpacked into. */
class HostileArchivesTest extends PackageDownloads {

    @Test
    void aPathAboveTheFolderIsRefused() {
        assertThat(refusedArchive(kit().program("../../evil", "boo")).message())
                .endsWith("kit.tar.gz: the archive entry '../../evil' leads outside the target directory");
    }

    @Test
    void anAbsolutePathIsRefused() {
        String evil = directory.resolve("evil").toString();
        assertThat(refusedArchive(kit().program(evil, "boo")).message()).contains("leads outside the target directory");
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() {
        assertThat(refusedArchive(kit().link("bin/out", "../../../..")).message())
                .endsWith("the archive entry 'bin/out' leads outside the target directory");
    }

    @Test
    void anAbsoluteLinkIsRefused() {
        assertThat(refusedArchive(kit().link("bin/etc", "/etc")).message()).contains("'bin/etc' leads outside");
    }

    /** Each link looks as if it stayed inside; only both together lead out. */
    @Test
    void linksThatLeadOutTogetherAreRefused() {
        TarFile tar = kit().folder("a/b/").link("a/b/up", "../..").link("out", "a/b/up/../../x");
        assertThat(refusedArchive(tar).message())
                .endsWith("the archive entry 'out' leads outside the target directory");
    }

    @Test
    void nothingIsWrittenThroughALink() {
        assertThat(refusedArchive(kit().link("b", "bin").program("b/evil", "boo"))
                        .message())
                .contains("'b/evil' leads outside");
    }

    @Test
    void anythingButFilesAndLinksIsRefused() {
        assertThat(refusedArchive(kit().hardLink("bin/passwd", "/etc/passwd")).message())
                .endsWith("the archive entry 'bin/passwd' is not a file, directory or link");
        assertThat(refusedArchiveAgain(kit().device("dev")).message())
                .endsWith("the archive entry 'dev' is not a file, directory or link");
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
                .endsWith("kit.tar.gz: it does not contain the program bin/saw");
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        byte[] text = "<html>sign in first</html>".getBytes(StandardCharsets.UTF_8);
        server.file("kit.tar.gz", text);

        assertThat(refused(() -> installKit(text)).message()).contains("cannot unpack http://");
    }
}
