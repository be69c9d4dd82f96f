package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.file.PathText;
import dev.imagemanager.pipeline.revision.PastFile;
import dev.imagemanager.pipeline.revision.PastFile.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeEntryTest {

    private static final String ID = "975fbec8256d3e8a3797e7a3611380f27c49f4ac";

    private static InputStream listing(String latin1) {
        return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theyAreReadOneAfterTheOther() throws IOException {
        InputStream listing = listing("100644 blob " + ID + "\ta b\n\tc\0" + "100755 blob " + ID + "\tx/y\0"
                + "120000 blob " + ID + "\tl\0" + "160000 commit " + ID + ID.substring(16) + "\tm\0");

        assertThat(TreeEntry.read(listing)).contains(new TreeEntry(new PastFile(Kind.FILE, ID), Path.of("a b\n\tc")));
        assertThat(TreeEntry.read(listing)).contains(new TreeEntry(new PastFile(Kind.EXECUTABLE, ID), Path.of("x/y")));
        assertThat(TreeEntry.read(listing)).contains(new TreeEntry(new PastFile(Kind.LINK, ID), Path.of("l")));
        assertThat(TreeEntry.read(listing))
                .contains(new TreeEntry(new PastFile(Kind.SUBMODULE, ID + ID.substring(16)), Path.of("m")));
        assertThat(TreeEntry.read(listing)).isEmpty();
    }

    @Test
    void namesAreBytes() throws IOException {
        TreeEntry entry = TreeEntry.read(listing("100644 blob " + ID + "\tgr\u00FC\u00DF\0"))
                .orElseThrow();

        assertThat(PathText.bytes(entry.path())).isEqualTo("gr\u00FC\u00DF".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Such trees are not made by git, but by somebody who wants files to be written elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "..", "a/..", "./x", "/etc/x", "a/./b"})
    void noneLeadsElsewhere(String path) {
        assertThatExceptionOfType(MalformedTreeException.class)
                .isThrownBy(() -> TreeEntry.read(listing("100644 blob " + ID + "\t" + path + "\0")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100644 blob 12\tx\0", "100644 tree " + ID + "\tx\0", "100644 blob " + ID + "\t\0", "\tx\0"})
    void whatGitDoesNotPrintIsRefused(String listing) {
        assertThatExceptionOfType(MalformedTreeException.class).isThrownBy(() -> TreeEntry.read(listing(listing)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "100644 blob " + ID, "100644 blob " + ID + "\t", "100644 blob " + ID + "\tx"})
    void anEndInTheMiddleIsNoticed(String listing) {
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> TreeEntry.read(listing(listing)));
    }
}
