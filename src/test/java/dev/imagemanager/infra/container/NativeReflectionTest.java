package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.imagemanager.pipeline.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * docker-java reads and writes JSON with Jackson, by reflection, which a native executable allows only for classes that
 * are registered. The registration is a file since docker-java is no Quarkus extension; run this test with
 * {@code -DargLine=-Dreflection.write=true} to write it again after an update.
 */
class NativeReflectionTest {

    private static final Path REGISTRATION =
            Path.of("src/main/resources/META-INF/native-image/dev.imagemanager/docker-java/reachability-metadata.json");

    @Test
    void everyClassThatDockerJavaBindsIsRegistered() throws IOException {
        List<String> bound = new ClassFileImporter()
                        .importPackages(
                                "com.github.dockerjava.api.model",
                                "com.github.dockerjava.api.command",
                                "com.github.dockerjava.core.command")
                        .stream()
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();
        assertThat(bound).hasSizeGreaterThan(300).contains("com.github.dockerjava.api.model.Version");
        String expected = registration(bound);
        if (Boolean.getBoolean("reflection.write")) {
            Files.createDirectories(REGISTRATION.getParent());
            Files.writeString(REGISTRATION, expected);
        }
        assertThat(REGISTRATION).content().isEqualTo(expected);
    }

    private static String registration(List<String> classes) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode reflection = document.putArray("reflection");
        for (String name : classes) {
            reflection
                    .addObject()
                    .put("type", name)
                    .put("allDeclaredConstructors", true)
                    .put("allDeclaredMethods", true)
                    .put("allDeclaredFields", true);
        }
        return JsonDocument.print(document);
    }
}
