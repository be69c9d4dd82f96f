package dev.imagemanager.infra.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A record with a constraint that is not registered works on the JVM, and is a mistake natively. */
class ValidatedTypesTest {

    @Test
    void whatIsConstrainedIsRegistered() {
        List<String> constrained = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.imagemanager").stream()
                        .map(JavaClass::reflect)
                        .filter(ValidatedTypesTest::hasConstraints)
                        .map(Class::getName)
                        .sorted()
                        .toList();
        Class<?>[] registered =
                ValidatedTypes.class.getAnnotation(RegisterForReflection.class).targets();

        assertThat(constrained).hasSizeGreaterThan(5);
        assertThat(Stream.of(registered).map(Class::getName)).containsExactlyElementsOf(constrained);
    }

    private static boolean hasConstraints(Class<?> type) {
        if (!type.isRecord()) {
            assertThat(Stream.of(type.getDeclaredFields()).map(field -> field.getAnnotatedType()))
                    .as("constraints of " + type + ", which is no record")
                    .noneMatch(ValidatedTypesTest::isConstrained);
            return false;
        }
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getAnnotatedType)
                .anyMatch(ValidatedTypesTest::isConstrained);
    }

    private static boolean isConstrained(AnnotatedType type) {
        boolean annotated = Stream.of(type.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getPackageName().startsWith("jakarta.validation"));
        return annotated
                || type instanceof AnnotatedParameterizedType parameterized
                        && Stream.of(parameterized.getAnnotatedActualTypeArguments())
                                .anyMatch(ValidatedTypesTest::isConstrained);
    }
}
