package dev.imagemanager.pipeline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.generate.GeneratedFiles.Changes;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedFilesTest {

    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void twoImages() {
        fleet = new TestFleet(directory.resolve("fleet"))
                .with("images/app/image.yml", "tags: [{name: 1.0.0}, {name: 2.0.0}]\n")
                .with("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL tag={=tag.name}\n")
                .with("images/app/test.yml", "schemaVersion: 2.0.0\n")
                .with("images/lib/image.yml", "name: team/lib\ntags: [{name: edge}]\n")
                .with("images/lib/Dockerfile", "FROM scratch\n");
    }

    private SortedMap<String, FileTime> times() throws IOException {
        SortedMap<String, FileTime> times = new TreeMap<>();
        for (String file : fleet.files("dist").keySet()) {
            times.put(file, Files.getLastModifiedTime(output(file)));
        }
        return times;
    }

    private void makeOld() throws IOException {
        for (String file : fleet.files("dist").keySet()) {
            Files.setLastModifiedTime(output(file), LONG_AGO);
        }
    }

    private Path output(String file) {
        return fleet.directory().resolve("dist").resolve(file);
    }

    private Changes compare(TargetName... targets) {
        GeneratedFleet generated = fleet.generate();
        return new GeneratedFiles(new OutputDirectory(fleet.directory())).compare(generated, List.of(targets));
    }

    private Changes compareAll() {
        return compare(fleet.generate().fleet().targets().keySet().toArray(TargetName[]::new));
    }

    private static List<String> names(Iterable<Path> files) {
        return Stream.of(files)
                .flatMap(all -> java.util.stream.StreamSupport.stream(all.spliterator(), false))
                .map(Path::toString)
                .toList();
    }

    @Test
    void theFirstRunWritesEverythingAndNothingElse() {
        Changes changes = fleet.write();

        assertThat(fleet.files("dist").keySet())
                .containsExactly(
                        "app/1.0.0/Dockerfile",
                        "app/1.0.0/Dockerfile.dockerignore",
                        "app/1.0.0/test.yml",
                        "app/2.0.0/Dockerfile",
                        "app/2.0.0/Dockerfile.dockerignore",
                        "app/2.0.0/test.yml",
                        "fleet.json",
                        "team/lib/edge/Dockerfile",
                        "team/lib/edge/Dockerfile.dockerignore");
        assertThat(changes.write()).hasSize(9);
        assertThat(changes.remove()).isEmpty();
        assertThat(changes.unchanged()).isZero();
    }

    @Test
    void theSecondRunWritesNothing() throws IOException {
        fleet.write();
        makeOld();

        Changes changes = fleet.write();

        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.unchanged()).isEqualTo(9);
        assertThat(times().values()).containsOnly(LONG_AGO);
    }

    @Test
    void onlyWhatIsDifferentIsWritten() throws IOException {
        fleet.write();
        makeOld();
        fleet.with("images/app/image.yml", "description: new\ntags: [{name: 1.0.0}, {name: 2.0.0}]\n")
                .with(
                        "images/app/Dockerfile.tmpl",
                        "FROM scratch\n{#if tag.name == '2.0.0'}\nLABEL x=y\n{#else}\nLABEL tag=1.0.0\n{/if}\n");

        assertThat(names(fleet.write().write().keySet())).containsExactly("dist/app/2.0.0/Dockerfile");
        assertThat(times().entrySet().stream().filter(file -> !file.getValue().equals(LONG_AGO)))
                .extracting(file -> file.getKey())
                .containsExactly("app/2.0.0/Dockerfile");
    }

    @Test
    void comparingWritesNothing() {
        assertThat(compareAll().write()).hasSize(9);
        assertThat(output("")).doesNotExist();
    }

    @Test
    void whatWasChangedByHandIsStale() {
        fleet.write();
        fleet.with("dist/app/1.0.0/Dockerfile", "FROM mine\n").without("dist/app/2.0.0/test.yml");

        assertThat(names(compareAll().write().keySet()))
                .containsExactly("dist/app/1.0.0/Dockerfile", "dist/app/2.0.0/test.yml");
        fleet.write();
        assertThat(compareAll().isEmpty()).isTrue();
    }

    @Test
    void someTargetsLeaveTheFilesOfOthersAlone() {
        fleet.write();
        fleet.with("images/app/Dockerfile.tmpl", "FROM scratch\n");

        assertThat(names(compare(new TargetName("app", "2.0.0")).write().keySet()))
                .containsExactly("dist/app/2.0.0/Dockerfile");
        assertThat(compare(new TargetName("team/lib", "edge")).isEmpty()).isTrue();
    }

    @Test
    void theDocumentDescribesAllTargetsEvenWhenSomeAreChosen() {
        GeneratedFleet generated = fleet.generate();
        GeneratedFiles output = new GeneratedFiles(new OutputDirectory(fleet.directory()));
        output.apply(output.compare(generated, List.of(new TargetName("app", "1.0.0"))));

        assertThat(fleet.files("dist").keySet())
                .containsExactly(
                        "app/1.0.0/Dockerfile",
                        "app/1.0.0/Dockerfile.dockerignore",
                        "app/1.0.0/test.yml",
                        "fleet.json");
        assertThat(fleet.files("dist").get("fleet.json")).contains("app:2.0.0", "team/lib:edge");
    }

    @Test
    void filesOfTargetsThatAreGoneAreRemovedAndOnlyThose() {
        fleet.write();
        fleet.with("images/app/image.yml", "tags: [{name: 2.0.0}]\n")
                .without("images/lib/image.yml")
                .with("dist/app/1.0.0/image.tar", "built")
                .with("dist/app/0.9.0/Dockerfile", "mine")
                .with("dist/notes.txt", "mine");

        Changes changes = fleet.write();

        assertThat(names(changes.remove()))
                .containsExactly(
                        "dist/app/1.0.0/Dockerfile",
                        "dist/app/1.0.0/Dockerfile.dockerignore",
                        "dist/app/1.0.0/test.yml",
                        "dist/team/lib/edge/Dockerfile",
                        "dist/team/lib/edge/Dockerfile.dockerignore");
        assertThat(fleet.files("dist").keySet())
                .containsExactly(
                        "app/0.9.0/Dockerfile",
                        "app/1.0.0/image.tar",
                        "app/2.0.0/Dockerfile",
                        "app/2.0.0/Dockerfile.dockerignore",
                        "app/2.0.0/test.yml",
                        "fleet.json",
                        "notes.txt");
        assertThat(output("team")).doesNotExist();
        assertThat(fleet.write().isEmpty()).isTrue();
    }

    @Test
    void aTestThatIsGoneIsRemoved() {
        fleet.write();
        fleet.without("images/app/test.yml");

        assertThat(names(fleet.write().remove())).containsExactly("dist/app/1.0.0/test.yml", "dist/app/2.0.0/test.yml");
    }

    @Test
    void aTestThatWasNeverOursStays() {
        fleet.write();
        fleet.with("dist/team/lib/edge/test.yml", "mine");
        assertThat(fleet.write().remove()).isEmpty();
        fleet.without("images/lib/image.yml");
        fleet.write();

        assertThat(fleet.files("dist/team/lib/edge").keySet()).containsExactly("test.yml");
    }

    @Test
    void nothingIsWrittenOrRemovedWhenAnythingIsWrong() throws IOException {
        fleet.write();
        makeOld();
        SortedMap<String, String> before = fleet.files("dist");
        fleet.with("images/app/image.yml", "tags: [{name: 3.0.0}]\n").with("images/lib/Dockerfile", "NOPE\n");

        assertThatThrownBy(fleet::write).isInstanceOf(InputException.class);
        assertThat(fleet.files("dist")).isEqualTo(before);
        assertThat(times().values()).containsOnly(LONG_AGO);
    }

    /** Whatever stands in there: somebody else may have written it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "null",
                "{\"targets\": 3}",
                "{\"targets\": [3, null, {}, {\"image\": \"\", \"tag\": \"\"}]}",
                "{\"targets\": [{\"image\": \"..\", \"tag\": \"secret\", \"test\": \"x\"}]}",
                "{\"targets\": [{\"image\": \"../secret\", \"tag\": \"files\", \"test\": \"x\"}]}",
                "{\"targets\": [{\"image\": \"a/../../secret\", \"tag\": \"files\", \"test\": \"x\"}]}",
                "{\"targets\": [{\"image\": \"app\", \"tag\": \"../../secret/files\", \"test\": \"x\"}]}",
                "{\"targets\": [{\"image\": \"<outside>\", \"tag\": \"files\", \"test\": \"x\"}]}",
                "{\"targets\": [{\"image\": \"app\", \"tag\": \"a\\u0000b\", \"test\": \"x\"}]}",
                "{\"targets\": [{\"image\": \"app\", \"tag\": \".\", \"test\": \"x\"}]}",
            })
    void aDocumentThatIsNotOursRemovesNothing(String document) throws IOException {
        fleet.with("secret/Dockerfile", "x")
                .with("secret/files/Dockerfile", "x")
                .with("secret/files/test.yml", "x");
        Path outside = Files.createDirectories(directory.resolve("out/side"));
        Files.createDirectories(outside.resolve("files"));
        Files.writeString(outside.resolve("files/Dockerfile"), "x");
        fleet.with("dist/Dockerfile", "x").with("dist/app/Dockerfile", "x");
        fleet.with("dist/fleet.json", document.replace("<outside>", outside.toString()));

        assertThat(fleet.write().remove()).isEmpty();
        assertThat(fleet.files("secret")).hasSize(3);
        assertThat(outside.resolve("files/Dockerfile")).exists();
        assertThat(fleet.files("dist")).containsKeys("Dockerfile", "app/Dockerfile");
    }

    @Test
    void whatIsInTheWayIsToldWithItsName() {
        fleet.with("dist/app", "a file where a directory should be");

        assertThatThrownBy(fleet::write)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot read dist/app/1.0.0/Dockerfile: dist/app is not a directory");
    }

    @Test
    void plainFilesAreTakenByteForByte() throws IOException {
        byte[] content = "FROM scratch\r\n# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        fleet.with("images/lib/Dockerfile", content).write();

        assertThat(Files.readAllBytes(output("team/lib/edge/Dockerfile"))).isEqualTo(content);
    }

    /** {@code team/lib} is a folder of the image {@code team} with the tag {@code lib}, too. */
    @Test
    void aTargetsFolderMayBeInAnothers() {
        fleet.with("images/team/image.yml", "tags: [{name: lib}, {name: '1'}]\n")
                .with("images/team/Dockerfile", "FROM scratch\n");

        fleet.write();

        assertThat(fleet.files("dist").keySet())
                .contains("team/lib/Dockerfile", "team/lib/edge/Dockerfile", "team/1/Dockerfile");
        assertThat(compareAll().isEmpty()).isTrue();
    }

    @Test
    void whatAKilledRunLeftGoesWithTheNext() throws IOException {
        fleet.write();
        Files.move(output("app/1.0.0"), output("app/.1.0.0.0123456789abcdef.partial"));

        Changes changes = fleet.write();

        assertThat(names(changes.write().keySet()))
                .containsExactly(
                        "dist/app/1.0.0/Dockerfile",
                        "dist/app/1.0.0/Dockerfile.dockerignore",
                        "dist/app/1.0.0/test.yml");
        assertThat(fleet.files("dist").keySet()).noneMatch(file -> file.contains("partial"));
    }
}
