package dev.imagemanager.pipeline.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.pipeline.tools.ToolInstaller.Report;
import dev.imagemanager.problem.InputException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolInstallerTest {

    private static final ToolStore.Listener DEAF = new ToolStore.Listener() {
        @Override
        public void downloading(String packageName, String version, URI address) {}

        @Override
        public void waiting(String packageName) {}
    };

    @TempDir
    Path directory;

    private final FakeToolStore store =
            new FakeToolStore().missing("hammer", true).missing("saw", false).found("drill", "1.0.0");

    private Report install(String... names) throws InterruptedException {
        return install(new TestFleet(directory), names);
    }

    private Report install(TestFleet fleet, String... names) throws InterruptedException {
        return new ToolInstaller(fleet.loader(), store).install(directory, List.of(names), DEAF);
    }

    @Test
    void withoutNamesWhatIsMissingIsInstalledEachPackageOnce() throws InterruptedException {
        Report report = install();

        assertThat(store.calls()).containsExactly("hammer");
        assertThat(report.installations()).singleElement().satisfies(one -> assertThat(one.tools())
                .containsExactly("hammer", "saw"));
    }

    @Test
    void aNamedToolIsInstalledEvenWhenThePathHasOne() throws InterruptedException {
        install("drill");
        assertThat(store.calls()).containsExactly("drill");
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() throws InterruptedException {
        store.failing("hammer");

        Report report = install("hammer", "drill");

        assertThat(report.failures()).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("cannot install hammer"));
        assertThat(report.installations()).hasSize(1);
    }

    @Test
    void anUnknownNameIsAMistakeAndNothingIsDone() {
        assertThatThrownBy(() -> install("drill", "hamer"))
                .isInstanceOfSatisfying(InputException.class, refusal -> assertThat(refusal.problems())
                        .singleElement()
                        .hasToString("there is no tool 'hamer' for this platform (did you mean 'hammer'?)"));
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void aMirrorComesFromTheSettings() throws InterruptedException {
        install(
                new TestFleet(directory).with(".image-manager.yml", "tools_mirror: https://mirror.example/github\n"),
                "drill");
        assertThat(store.calls()).containsExactly("drill from https://mirror.example/github");
    }

    @Test
    void theEnvironmentGoesBeforeTheSettings() throws InterruptedException {
        install(
                new TestFleet(directory)
                        .with(".image-manager.yml", "tools_mirror: https://mirror.example/github\n")
                        .withVariable("IMAGE_MANAGER_TOOLS_MIRROR", "http://127.0.0.1:8081"),
                "drill");
        assertThat(store.calls()).containsExactly("drill from http://127.0.0.1:8081");
    }

    @Test
    void aMirrorIsAnAddressWithoutAccount() {
        for (String wrong :
                new String[] {"mirror.example", "ftp://mirror", "https://me:secret@mirror.example/x", "https:// x"}) {
            assertThatThrownBy(() -> install(
                            new TestFleet(directory).with(".image-manager.yml", "tools_mirror: '" + wrong + "'\n"),
                            "drill"))
                    .as(wrong)
                    .isInstanceOfSatisfying(InputException.class, refusal -> assertThat(refusal.problems())
                            .singleElement()
                            .satisfies(problem -> assertThat(problem.message())
                                    .isEqualTo(
                                            "'tools_mirror' is not a valid base URL: write https://host/path, without"
                                                    + " credentials")));
        }
        assertThat(store.calls()).isEmpty();
    }
}
