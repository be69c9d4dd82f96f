package dev.imagemanager.infra.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How tools print their versions. */
class LocalToolStoreTest {

    @ParameterizedTest
    @CsvSource({
        "'buildctl github.com/moby/buildkit v0.26.3 c70e8e666f8f6ee3c0d83b20c338be5aedeaa97a', 0.26.3",
        "'buildctl github.com/moby/buildkit v0.26.3 ', 0.26.3",
        "'rootlesskit version 2.3.6', 2.3.6",
        "0.20.7, 0.20.7",
        "v1.22.1, 1.22.1",
        "'syft 1.39.0', 1.39.0",
        "'Haskell Dockerfile Linter 2.14.0', 2.14.0",
        "'Haskell Dockerfile Linter 2.12.0-no-git', 2.12.0-no-git",
        "'runc version 1.1.5+ds1|commit: 1.1.5+ds1-1+deb12u1|spec: 1.0.2-dev|go: go1.19.8', 1.1.5+ds1",
    })
    void isFound(String printed, String version) {
        assertThat(LocalToolStore.versionIn(Arrays.asList(printed.split("\\|"))))
                .contains(version);
    }

    @Test
    void maybeNot() {
        assertThat(LocalToolStore.versionIn(Arrays.asList("unknown flag: --version", "go1.19.8")))
                .isEmpty();
    }
}
