package dev.imagemanager.infra.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is replaced in the native executable has to be there; its compiler is seldom at hand, an update is not. */
class NativeSubstitutionsTest {

    static Stream<Class<?>> substitutions() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.imagemanager").stream()
                        .filter(type -> type.isAnnotatedWith(TargetClass.class))
                        .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("substitutions")
    void theOriginalHasMethodsOfTheSameSignatures(Class<?> substitution) throws ClassNotFoundException {
        TargetClass target = substitution.getAnnotation(TargetClass.class);
        List<String> originals =
                signatures(Arrays.stream(Class.forName(target.className(), false, substitution.getClassLoader())
                        .getDeclaredMethods()));

        assertThat(signatures(Arrays.stream(substitution.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Substitute.class))))
                .isNotEmpty()
                .isSubsetOf(originals);
    }

    private static List<String> signatures(Stream<Method> methods) {
        return methods.map(method ->
                        method.getReturnType() + " " + method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();
    }
}
