package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two builders that know nothing of each other, with the same fleet. */
class ReproducibleIT extends OwnServices {

    private static final String DEFAULT = "1980-02-01T00:00:00Z";

    private String name;

    /** Each image writes files in a step, copies some, and has the time of its step in none of its contents. */
    @BeforeEach
    @Override
    void makeFleet() {
        super.makeFleet();
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet.remove("images");
        write(fleet);
    }

    private void write(FleetFiles files) {
        files.file("images/" + name + "-base/image.yml", "tags: [{ name: \"1\" }]\n")
                .file(
                        "images/" + name + "-base/Dockerfile",
                        "FROM debian:bookworm-slim\nCOPY motd /etc/\nRUN mkdir /made && echo base > /made/base\n")
                .file("images/" + name + "-base/motd", "hello\n")
                .file("images/" + name + "-lib/image.yml", "tags: [{ name: \"1\" }]\n")
                .file(
                        "images/" + name + "-lib/Dockerfile",
                        "FROM " + name + "-base:1\nWORKDIR /lib-dir\nRUN touch a b && ln -s a c\n")
                .file("images/" + name + "-app/image.yml", "tags: [{ name: \"1\" }]\n")
                .file(
                        "images/" + name + "-app/Dockerfile",
                        "FROM " + name
                                + "-lib:1 AS build\nARG SOURCE_DATE_EPOCH\nRUN echo $SOURCE_DATE_EPOCH > /epoch\n"
                                + "FROM " + name + "-lib:1\nCOPY --from=build /epoch /\nCOPY . /src/\n")
                .file("images/" + name + "-app/src/one", "one\n")
                .file("images/" + name + "-app/src/two", "two\n");
    }

    private SortedMap<String, String> digests(FleetFiles files) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String image : new String[] {"-base", "-lib", "-app"}) {
            digests.put(
                    image,
                    new ObjectMapper()
                            .readTree(files.read("dist/" + name + image + "/1/build.json"))
                            .path("digest")
                            .asText());
        }
        return digests;
    }

    private static void setTimes(Path directory, Instant time) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(time));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void theSameStepsGiveTheSameDigestsWheneverAndWhereverTheyRun() throws IOException {
        FleetFiles other = new FleetFiles(Files.createDirectories(directory.resolve("other")));
        write(other);
        setTimes(other.directory().resolve("images"), Instant.parse("2030-01-01T00:00:00Z"));

        succeeds(run("build", "--force"));
        succeeds(new Program(other.directory()).run("build", "--force"));
        SortedMap<String, String> digests = digests(fleet);
        assertThat(digests(other)).isEqualTo(digests);
        assertThat(config("-app")).contains("\"created\":\"" + DEFAULT + "\"").doesNotContain("\"created\":\"203");

        fleet.file(
                "images/" + name + "-base/Dockerfile",
                "# Nothing else.\n" + fleet.read("images/" + name + "-base/Dockerfile"));
        assertThat(succeeds(run("build")).output()).contains("1 ok, 2 up to date");
        assertThat(digests(fleet)).isEqualTo(digests);

        succeeds(program().with("SOURCE_DATE_EPOCH", "1700000000").run("build", "--force"));
        assertThat(digests(fleet).values()).doesNotContainAnyElementsOf(digests.values());
        assertThat(config("-app")).contains("\"created\":\"2023-11-14T22:13:20Z\"");
        assertThat(succeeds(run("build")).output()).contains("3 up to date");
    }

    /** The configuration of an image in its archive. */
    private String config(String image) {
        String archive =
                directory.resolve("dist/" + name + image + "/1/image.tar").toString();
        String config = Tool.run(
                "sh", "-c", "tar -xOf '" + archive + "' manifest.json | sed 's/.*\"Config\":\"\\([^\"]*\\)\".*/\\1/'");
        return Tool.run("tar", "-xOf", archive, config.strip());
    }
}
