package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAliasesTest {

    private static final String DAEMON = "tcp://127.0.0.1:8372";

    @TempDir
    Path fleet;

    private ServiceDirectory directory;

    @BeforeEach
    void findDirectory() {
        directory = TestSeals.states().of(fleet).of(ServiceName.BUILDKITD);
    }

    @Test
    void theyAreKeptForTheDaemonThatTheyWereMadeFor() {
        HostAliases aliases =
                new HostAliases(DAEMON, Map.of("localhost:5050", "registry:5000", "localhost:5000", "machine:5000"));
        aliases.write(directory);

        assertThat(HostAliases.read(directory, DAEMON)).isEqualTo(aliases);
        assertThat(HostAliases.daemonOf(directory)).contains(DAEMON);
        assertThat(HostAliases.read(directory, "unix:///run/buildkit/buildkitd.sock")
                        .aliases())
                .isEmpty();
        HostAliases.delete(directory);
        assertThat(HostAliases.read(directory, DAEMON).aliases()).isEmpty();
        assertThat(HostAliases.daemonOf(directory)).isEmpty();
    }

    @Test
    void onlyTheHostOfAReferenceChanges() {
        HostAliases aliases =
                new HostAliases(DAEMON, Map.of("localhost:5050", "registry:5000", "registry.lan", "registry:80"));
        String digest = "@" + TestDigests.of("app");

        assertThat(aliases.seenReference(ImageReference.parse("localhost:5050/team/app" + digest)))
                .hasToString("registry:5000/team/app" + digest);
        assertThat(aliases.seenReference(ImageReference.parse("registry.lan/registry.lan/app:1")))
                .hasToString("registry:80/registry.lan/app:1");
        assertThat(aliases.seenReference(ImageReference.parse("ghcr.io/registry.lan/app")))
                .hasToString("ghcr.io/registry.lan/app");
        assertThat(aliases.seen("localhost")).isEqualTo("localhost");
    }
}
