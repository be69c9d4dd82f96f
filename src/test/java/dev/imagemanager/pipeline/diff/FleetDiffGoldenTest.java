package dev.imagemanager.pipeline.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.revision.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fleets {@code before} and {@code after} of {@code src/test/resources/fleet-diff}, and their differences in each
 * format. {@code mvn test -Dtest=FleetDiffGoldenTest -Dgolden.write=true} writes these files.
 */
class FleetDiffGoldenTest {

    private static final Path CASE = Path.of("src/test/resources/fleet-diff");

    @TempDir
    Path directory;

    private ComparedFleets compared() throws IOException {
        return new ComparedFleets(
                new FleetState(Revision.find("HEAD~1"), Optional.of("1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c")),
                FleetState.WORKING_TREE,
                FleetDiff.of(
                        Optional.of(fleet("before").generate()),
                        Optional.of(fleet("after").generate())),
                List.of());
    }

    private TestFleet fleet(String name) throws IOException {
        TestFleet fleet = new TestFleet(directory.resolve(name));
        Path source = CASE.resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                fleet.with(source.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return fleet;
    }

    private static void check(String file, String text) throws IOException {
        Path expected = CASE.resolve(file);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, text);
        }
        assertThat(text).isEqualTo(Files.readString(expected));
    }

    @Test
    void text() throws IOException {
        check("diff.txt", DiffText.of(compared(), false));
        check("diff-with-files.txt", DiffText.of(compared(), true));
    }

    @Test
    void json() throws IOException {
        check("diff.json", JsonDocument.print(DiffDocument.of(compared(), false)));
        assertThat(DiffDocument.of(compared(), true).get("diff").textValue())
                .startsWith("--- a/dist/base/bookworm/Dockerfile\n");
    }

    @Test
    void markdown() throws IOException {
        check("diff.md", DiffMarkdown.of(compared(), false));
        check("diff-with-files.md", DiffMarkdown.of(compared(), true));
    }

    @Test
    void withoutDifferences() throws IOException {
        FleetState release = new FleetState(Revision.find("v1.0.0"), Optional.of("0123456789abcdef"));
        Optional<GeneratedFleet> fleet = Optional.of(fleet("before").generate());
        ComparedFleets same =
                new ComparedFleets(release, FleetState.WORKING_TREE, FleetDiff.of(fleet, fleet), List.of());

        assertThat(DiffText.of(same, true))
                .isEqualTo("v1.0.0 (0123456789ab) and the working tree describe the same fleet\n");
        assertThat(DiffMarkdown.of(same, true))
                .isEqualTo("`v1.0.0` (0123456789ab) and the working tree describe the same fleet.\n");
        assertThat(DiffDocument.of(same, false).toString())
                .isEqualTo("{\"apiVersion\":\"image-manager/v1\",\"from\":{\"revision\":\"v1.0.0\","
                        + "\"commit\":\"0123456789abcdef\"},\"to\":{\"revision\":null,\"commit\":null},"
                        + "\"added\":[],\"removed\":[],\"aliases\":[],\"targets\":[]}");
    }
}
