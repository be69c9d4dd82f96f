package dev.imagemanager.file.ignore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code ignore/fixtures.json}: contexts with an ignore file, and what BuildKit sends of them, which
 * {@code IgnoreRulesIT} asks a real one. In {@code tree}, a folder ends with a slash, and a link has an arrow.
 */
public final class IgnoreFixtures {

    private static final Path FILE = Path.of("src/test/resources/ignore/fixtures.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode document;

    public IgnoreFixtures() {
        try {
            document = (ObjectNode) JSON.readTree(FILE.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param sent what BuildKit sends; a folder ends with a slash */
    public record Fixture(String name, String ignore, List<String> tree, SortedSet<String> sent) {

        /** Makes the files in an empty folder. */
        public void create(Path context) {
            try {
                Files.createDirectories(context);
                Files.writeString(context.resolve(".dockerignore"), ignore);
                for (String file : tree) {
                    String[] link = file.split(" -> ");
                    Path path = context.resolve(link[0]);
                    Files.createDirectories(file.endsWith("/") ? path : path.getParent());
                    if (link.length == 2) {
                        Files.createSymbolicLink(path, Path.of(link[1]));
                    } else if (!file.endsWith("/")) {
                        Files.writeString(path, file);
                    }
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public List<Fixture> all() {
        List<Fixture> fixtures = new ArrayList<>();
        for (JsonNode node : document.path("fixtures")) {
            fixtures.add(new Fixture(
                    node.path("name").asText(),
                    node.path("ignore").asText(),
                    texts(node.has("tree") ? node.path("tree") : document.path("tree")),
                    new TreeSet<>(texts(node.path("sent")))));
        }
        return fixtures;
    }

    /** Returns patterns that BuildKit refuses. */
    public List<String> refused() {
        return texts(document.path("refused"));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** Replaces what is expected with what BuildKit sent. */
    public void write(List<SortedSet<String>> sent) throws IOException {
        for (int i = 0; i < sent.size(); i++) {
            ObjectNode node = (ObjectNode) document.path("fixtures").get(i);
            node.remove("sent");
            sent.get(i).forEach(node.withArray("sent")::add);
        }
        Files.writeString(FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }
}
