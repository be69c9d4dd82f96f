package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files that are outside of a fleet, which links in the fleet lead to. They contain distinctive bytes and are named and
 * written like files that image-manager would use.
 */
final class WatchedTree {

    /** Names of files that image-manager reads or writes, with their content. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("image.yml", "description: CANARY\nvariables: {a: CANARY}\ntags: [{name: \"1\"}]\n"),
            Map.entry(".image-manager.yml", "labels: {a: CANARY}\n"),
            Map.entry("Dockerfile", "FROM scratch\nLABEL a=CANARY\n"),
            Map.entry("Dockerfile.tmpl", "FROM scratch\nLABEL a=CANARY\n"),
            Map.entry("test.yml", "schemaVersion: 2.0.0\n# CANARY\n"),
            Map.entry(".dockerignore", "CANARY\n"),
            Map.entry("build.json", "{\"apiVersion\": \"image-manager/v1\", \"target\": \"CANARY:1\"}\n"),
            Map.entry(
                    "fleet.json", "{\"apiVersion\": \"image-manager/v1\", \"targets\": [{\"name\": \"CANARY:1\"}]}\n"),
            Map.entry("index.json", "{\"manifests\": [{\"digest\": \"CANARY\"}]}\n"),
            Map.entry(
                    "services.json",
                    "{\"services\": [{\"name\": \"registry\", \"mode\": \"process\", \"address\": \"CANARY\"}]}\n"),
            Map.entry("credentials.json", "{\"access_key_id\": \"CANARY\", \"secret_access_key\": \"CANARY\"}\n"),
            Map.entry("log", "CANARY\nCANARY\n"),
            Map.entry("pid", "1 CANARY\n"),
            Map.entry("secret", "token = CANARY\n"));

    private static final List<String> DIRECTORIES =
            List.of("app", "dist", ".buildkit", "registry", "templates", "images");

    private final Path directory;
    private final String canary;
    private SortedMap<String, String> before = new TreeMap<>();

    /** @param directory to create */
    WatchedTree(Path directory, Random random) throws IOException {
        this.directory = Files.createDirectory(directory);
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        this.canary = "cnry" + HexFormat.of().formatHex(bytes);
        fill(directory);
        for (String name : DIRECTORIES) {
            fill(Files.createDirectories(directory.resolve(name).resolve("1")).getParent());
            fill(directory.resolve(name).resolve("1"));
        }
        Files.createDirectories(directory.resolve("empty"));
        for (int i = 0; i < 4; i++) {
            Files.writeString(directory.resolve("hard" + i), "tags: [{name: \"1\"}]\n");
        }
        Files.setPosixFilePermissions(directory.resolve(".buildkit"), PosixFilePermissions.fromString("rwxr-x--x"));
    }

    private void fill(Path folder) throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue().replace("CANARY", canary));
        }
        Files.writeString(folder.resolve("named-" + canary), "");
    }

    /** What no output may contain: it is in the content of all files but {@link #files hard ones}, and in names of files. */
    String canary() {
        return canary;
    }

    Path directory() {
        return directory;
    }

    /** A file or a directory for a symbolic link; often one that looks like what it replaces. */
    Path any(Random random, String wantedName) {
        List<Path> alike = new ArrayList<>();
        List<Path> all = new ArrayList<>(List.of(directory, directory.resolve("new"), directory.resolve("app/new")));
        for (Path found : all()) {
            if (!found.getFileName().toString().contains(canary)) {
                (found.getFileName().toString().equals(wantedName) ? alike : all).add(found);
            }
        }
        List<Path> choice = alike.isEmpty() || random.nextInt(3) == 0 ? all : alike;
        return choice.get(random.nextInt(choice.size()));
    }

    /** A file without the canary, for a hard link, which cannot be told from a file of the fleet. */
    Path hard(Random random) {
        return directory.resolve("hard" + random.nextInt(4));
    }

    private List<Path> all() {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void remember() {
        before = snapshot();
    }

    void assertUnchanged(String situation) {
        assertThat(snapshot()).as(situation).isEqualTo(before);
    }

    private SortedMap<String, String> snapshot() {
        SortedMap<String, String> state = new TreeMap<>();
        for (Path file : all()) {
            try {
                Map<String, Object> attributes =
                        Files.readAttributes(file, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                String content = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
                state.put(directory.relativize(file).toString(), new TreeMap<>(attributes) + " " + content);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return state;
    }
}
