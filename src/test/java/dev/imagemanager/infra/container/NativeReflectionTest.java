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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docker-java reads and writes JSON with Jackson, by reflection, which a native executable allows only for classes that
 * are registered. The registration is a file since docker-java is no Quarkus extension; run this test with
 * {@code -DargLine=-Dreflection.write=true} to write it again after an update.
 */
class NativeReflectionTest {

    private static final Path REGISTRATION =
            Path.of("src/main/resources/META-INF/native-image/dev.imagemanager/docker-java/reachability-metadata.json");

    /** What is sent and received, and the user's {@code config.json}, which is read before an image is pulled. */
    private static final Pattern BOUND = Pattern.compile("com\\.github\\.dockerjava\\."
            + "(api\\.model\\..*|api\\.command\\..*|core\\.command\\..*|core\\.DockerConfigFile)");

    @Test
    void everyClassThatDockerJavaBindsIsRegistered() throws IOException {
        List<String> bound = new ClassFileImporter()
                .importPackages("com.github.dockerjava.api", "com.github.dockerjava.core").stream()
                        .map(JavaClass::getName)
                        .filter(name -> BOUND.matcher(name).matches())
                        .sorted()
                        .toList();
        assertThat(bound)
                .hasSizeGreaterThan(300)
                .contains("com.github.dockerjava.api.model.Version", "com.github.dockerjava.core.DockerConfigFile");
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
        // Looked up by name, since docker-java is compiled for a Java that does not have it.
        reflection
                .addObject()
                .put("type", "java.net.UnixDomainSocketAddress")
                .putArray("methods")
                .addObject()
                .put("name", "of")
                .putArray("parameterTypes")
                .add("java.lang.String");
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
