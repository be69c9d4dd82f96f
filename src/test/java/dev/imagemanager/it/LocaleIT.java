package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is built does not depend on the caller's locale: texts, arguments, names of files and of directories. */
@ExtendWith(RealTools.class)
class LocaleIT {

    private static final String REGISTRY = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY");
    private static final String UTF_8 = "C.UTF-8";

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String name;

    @BeforeEach
    void makeFleet() throws IOException {
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet = new FleetFiles(Files.createDirectory(directory.resolve("fl\u00f6tte")))
                .file(".image-manager.yml", "environment: [GREETING]\nbuild_args: { GREETING: \"${GREETING}\" }\n")
                .file(
                        "images/" + name + "/image.yml",
                        "description: Gem\u00fctliches Caf\u00e9\n"
                                + "labels: { com.example.ort: K\u00f6ln, com.example.stadt: \u65e5\u672c }\n"
                                + "tags: [{ name: 1.0.0 }]\n")
                .file(
                        "images/" + name + "/Dockerfile.tmpl",
                        "FROM scratch\nARG GREETING\nLABEL greeting=$GREETING caf\u00e9=\"{=image.name}\"\nCOPY gr\u00fc\u00df /\nCOPY data /data/\n")
                .file("images/" + name + "/gr\u00fc\u00df", "Gr\u00fc\u00df Gott\n")
                .file("images/" + name + "/data/\u00e4\u65e5", "data\n");
    }

    /** @return the name of each with the variables that select it */
    private Map<String, Map<String, String>> locales() {
        Map<String, Map<String, String>> locales = new LinkedHashMap<>();
        locales.put(UTF_8, Map.of("LC_ALL", UTF_8));
        locales.put("C", Map.of("LC_ALL", "C"));
        locales.put("POSIX", Map.of("LC_ALL", "POSIX"));
        locales.put("none", Map.of());
        locales.put("not installed", Map.of("LANG", "xx_XX.UTF-8"));
        if (Files.exists(Path.of("/usr/share/i18n/charmaps/ISO-8859-1.gz"))) {
            Path compiled = directory.resolve("locales");
            Tool.run(
                    "sh",
                    "-c",
                    "mkdir \"$1\" && localedef -i de_DE -f ISO-8859-1 \"$1/de_DE.ISO-8859-1\"",
                    "sh",
                    compiled.toString());
            locales.put("Latin-1", Map.of("LC_ALL", "de_DE.ISO-8859-1", "LOCPATH", compiled.toString()));
        }
        return locales;
    }

    private Program in(Map<String, String> locale) {
        return in(locale, fleet.directory());
    }

    private static Program in(Map<String, String> locale, Path directory) {
        Program program = new Program(directory)
                .with("LC_ALL", null)
                .with("LC_CTYPE", null)
                .with("LANG", null)
                .with("GREETING", "Gr\u00fc\u00df Gott");
        locale.forEach(program::with);
        return program;
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private String digest() throws IOException {
        return new ObjectMapper()
                .readTree(fleet.read("dist/" + name + "/1.0.0/build.json"))
                .path("digest")
                .asText();
    }

    @Test
    void theImageIsTheSameInAllLocales() throws IOException {
        Map<String, Map<String, String>> locales = locales();
        assertThat(succeeds(in(locales.get(UTF_8)).run("build")).output()).contains("1 ok");
        String digest = digest();
        RegistryContent pushed = new RegistryContent(REGISTRY, name);
        assertThat(pushed.label("1.0.0", "com.example.ort")).isEqualTo("K\u00f6ln");
        assertThat(pushed.label("1.0.0", "com.example.stadt")).isEqualTo("\u65e5\u672c");
        assertThat(pushed.label("1.0.0", "greeting")).isEqualTo("Gr\u00fc\u00df Gott");
        assertThat(pushed.label("1.0.0", "org.opencontainers.image.description"))
                .isEqualTo("Gem\u00fctliches Caf\u00e9");

        for (Map.Entry<String, Map<String, String>> locale : locales.entrySet()) {
            assertThat(succeeds(in(locale.getValue()).run("build")).output())
                    .as("one key: %s", locale.getKey())
                    .contains("1 up to date");
        }
        for (String other : new String[] {"C", locales.containsKey("Latin-1") ? "Latin-1" : "none"}) {
            assertThat(succeeds(in(locales.get(other)).run("build", "--force")).output())
                    .contains("1 ok");
            assertThat(digest()).as(other).isEqualTo(digest);
        }
    }

    /** Also where the path of the fleet is an argument; what is shown is UTF-8. */
    @Test
    void theFleetIsFoundInAllLocales() {
        for (Map.Entry<String, Map<String, String>> locale : locales().entrySet()) {
            Result unknown = in(locale.getValue(), directory).run("list", "-C", "fl\u00f6tte", "gr\u00fc\u00df");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.errors())
                    .as(locale.getKey())
                    .contains("there is no target 'gr\u00fc\u00df'", "known images: " + name);
        }
    }

    @Test
    void namesThatAreNotUtf8AreToldApart() throws IOException {
        Path folder = fleet.directory().resolve("images/" + name + "/data");
        Path latin1 = Files.createFile(Path.of(URI.create(folder.toUri() + "gr%FC%DF")));
        Result first = in(Map.of("LC_ALL", "C")).run("build");
        Files.move(latin1, Path.of(URI.create(folder.toUri() + "gr%FD%DF")));
        Result second = in(Map.of("LC_ALL", "C")).run("build");

        assertThat(succeeds(first).output()).contains("1 ok");
        assertThat(succeeds(second).output()).contains("1 ok");
    }
}
