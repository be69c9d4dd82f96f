package dev.imagemanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemEncodingTest {

    @Test
    void utf8Alone() {
        assertThat(SystemEncoding.obstacle("UTF-8", StandardCharsets.UTF_8, false))
                .isEmpty();
        assertThat(SystemEncoding.obstacle("utf-8", StandardCharsets.UTF_8, true))
                .isEmpty();
    }

    @Test
    void anotherEncodingIsRefusedWithTheRemedy() {
        Optional<Problem> ofLocale = SystemEncoding.obstacle("ANSI_X3.4-1968", StandardCharsets.US_ASCII, false);
        assertThat(ofLocale.orElseThrow().message())
                .isEqualTo("arguments, file names and environment variables are UTF-8, but Java reads them as"
                        + " ANSI_X3.4-1968");
        assertThat(ofLocale.orElseThrow().hint())
                .contains("start image-manager with bin/image-manager, or set LC_ALL=C.UTF-8");

        // With LC_ALL=C.UTF-8 and -Dfile.encoding=ISO-8859-1.
        assertThat(SystemEncoding.obstacle("UTF-8", StandardCharsets.ISO_8859_1, false)
                        .orElseThrow()
                        .message())
                .endsWith("reads them as ISO-8859-1");

        Optional<Problem> ofBuild = SystemEncoding.obstacle("ANSI_X3.4-1968", StandardCharsets.UTF_8, true);
        assertThat(ofBuild.orElseThrow().message()).contains("this executable reads them as ANSI_X3.4-1968");
        assertThat(ofBuild.orElseThrow().hint()).contains("use an executable that was built with LC_ALL=C.UTF-8");
    }
}
