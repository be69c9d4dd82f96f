package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.imagemanager.pipeline.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docker-java reads and writes JSON with Jackson, by reflection, which a native executable allows only for what is
 * registered. The registration is a file since docker-java is no Quarkus extension. It has what the commands bind that
 * our code sends, and no more: all of docker-java's classes with all their methods made the executable 5 MB larger. Run
 * this test with {@code -DargLine=-Dreflection.write=true} to write it again after an update, and after the first use of
 * another command.
 */
class NativeReflectionTest {

    private static final Path REGISTRATION =
            Path.of("src/main/resources/META-INF/native-image/dev.imagemanager/docker-java/reachability-metadata.json");

    /** What is sent and received, and the user's {@code config.json}, which is read before an image is pulled. */
    private static final Predicate<JavaClass> BINDABLE = type -> type.getName()
            .matches("com\\.github\\.dockerjava\\."
                    + "(api\\.model\\..*|api\\.command\\..*|core\\.command\\..*|core\\.DockerConfigFile)");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.imagemanager", "com.github.dockerjava.api", "com.github.dockerjava.core");

    @Test
    void everyClassThatDockerJavaBindsForOurCommandsIsRegistered() throws IOException {
        List<JavaClass> bound = bound();
        assertThat(bound)
                .extracting(JavaClass::getName)
                .hasSizeGreaterThan(100)
                .contains(
                        "com.github.dockerjava.api.model.Version",
                        "com.github.dockerjava.core.command.CreateContainerCmdImpl",
                        "com.github.dockerjava.api.model.HostConfig",
                        "com.github.dockerjava.core.DockerConfigFile")
                .doesNotContain("com.github.dockerjava.api.model.ServiceSpec");
        String expected = registration(bound);
        if (Boolean.getBoolean("reflection.write")) {
            Files.createDirectories(REGISTRATION.getParent());
            Files.writeString(REGISTRATION, expected);
        }
        assertThat(REGISTRATION).content().isEqualTo(expected);
    }

    /** What the commands in use name, from their implementations and what carries them out, and what that names. */
    private List<JavaClass> bound() {
        Deque<JavaClass> next = new ArrayDeque<>();
        next.add(classes.get("com.github.dockerjava.core.DockerConfigFile"));
        for (JavaClass command : commandsInUse()) {
            classes.stream()
                    .filter(type ->
                            type.isAssignableTo(command.getName()) || type.isAssignableTo(command.getName() + "$Exec"))
                    .flatMap(this::bindableIn)
                    .forEach(next::add);
        }
        Map<String, JavaClass> bound = new TreeMap<>();
        while (!next.isEmpty()) {
            JavaClass type = next.remove();
            if (bound.put(type.getName(), type) == null) {
                bindableIn(type).forEach(next::add);
            }
        }
        return bound.values().stream().filter(type -> !type.isInterface()).toList();
    }

    private List<JavaClass> commandsInUse() {
        return classes.get(DockerClient.class).getMethods().stream()
                .filter(method -> method.getAccessesToSelf().stream()
                        .anyMatch(call -> call.getOriginOwner().getName().startsWith("dev.imagemanager.")))
                .map(JavaMethod::getRawReturnType)
                .filter(type -> type.getName().startsWith("com.github.dockerjava.api.command."))
                .toList();
    }

    /** An anonymous class names the type of an answer: what it depends on counts as its enclosing class's. */
    private Stream<JavaClass> bindableIn(JavaClass type) {
        return Stream.concat(Stream.of(type), classes.stream().filter(inner -> inner.getName()
                        .startsWith(type.getName() + "$")))
                .flatMap(each -> Stream.concat(
                        Stream.of(each),
                        each.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass)))
                .map(JavaClass::getBaseComponentType)
                .filter(BINDABLE)
                .distinct();
    }

    private static String registration(List<JavaClass> bound) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode reflection = document.putArray("reflection");
        // Looked up by name, since docker-java is compiled for a Java that does not have it.
        method(
                reflection
                        .addObject()
                        .put("type", "java.net.UnixDomainSocketAddress")
                        .putArray("methods"),
                "of",
                List.of("java.lang.String"));
        for (JavaClass type : bound) {
            ObjectNode registered = reflection
                    .addObject()
                    .put("type", type.getName())
                    .put("allDeclaredConstructors", true)
                    .put("allDeclaredFields", true);
            List<JavaMethod> methods = type.getMethods().stream()
                    .filter(NativeReflectionTest::isBound)
                    .sorted(Comparator.comparing(JavaMethod::getFullName))
                    .toList();
            if (!methods.isEmpty()) {
                ArrayNode registeredMethods = registered.putArray("methods");
                methods.forEach(bean -> method(
                        registeredMethods,
                        bean.getName(),
                        bean.getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList()));
            }
        }
        return JsonDocument.print(document);
    }

    /** Whether Jackson calls the method: a property's, or one that says so. */
    private static boolean isBound(JavaMethod method) {
        return !method.getModifiers().contains(JavaModifier.BRIDGE)
                && (method.getName().matches("(get|is|set)\\p{Upper}.*")
                        || method.getAnnotations().stream()
                                .anyMatch(annotation ->
                                        annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson.")));
    }

    private static void method(ArrayNode methods, String name, List<String> parameterTypes) {
        ArrayNode types = methods.addObject().put("name", name).putArray("parameterTypes");
        parameterTypes.forEach(types::add);
    }
}
