package dev.imagemanager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the seams of docs/development/architecture.md ("Seams"): what later capabilities plug into. */
@AnalyzeClasses(packages = "dev.imagemanager", importOptions = ImportOption.DoNotIncludeTests.class)
class SeamsTest {

    private static final String PIPELINE = "dev.imagemanager.pipeline..";

    /** Names that say that a value is a digest or a reference to an image. */
    private static final Pattern EVIDENCE =
            Pattern.compile("(.*[a-z])?([dD]igests?|[rR]eferences?)(Of)?|pushReferences|resolveDigest");

    @ArchTest
    static final ArchRule DIGESTS_AND_REFERENCES_ARE_TYPES = classes()
            .that()
            .resideInAPackage(PIPELINE)
            .should(nameNoDigestOrReferenceAsText())
            .because("a digest or reference is parsed once, at the edge (docs/development/architecture.md, \"Seams\")");

    @ArchTest
    static final ArchRule CONSTRUCTORS_OPEN_NOTHING = classes()
            .that()
            .resideInAPackage(PIPELINE)
            .should(openNothingInConstructors())
            .because("connecting is not a constructor's work (docs/development/architecture.md, \"Seams\")");

    @ArchTest
    static final ArchRule RUNS_KNOW_NO_STEP_BY_NAME = classes()
            .that()
            .resideInAnyPackage(
                    "dev.imagemanager.pipeline.run..",
                    "dev.imagemanager.pipeline.step..",
                    "dev.imagemanager.pipeline.schedule..",
                    "dev.imagemanager.cli.console..")
            .should(dependOnNothingIn("dev.imagemanager.pipeline.build", "dev.imagemanager.pipeline.test"))
            .because(
                    "a new kind of work is a new step and changes no other class (docs/development/decisions/0005-steps.md)");

    private static ArchCondition<JavaClass> nameNoDigestOrReferenceAsText() {
        return new ArchCondition<>("name no digest or reference as a text in a public signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!Modifier.isPublic(type.reflect().getModifiers())) {
                    return;
                }
                signatures(type.reflect())
                        .filter(executable -> isOffered(executable, type.reflect()))
                        .forEach(executable -> check(type, executable, events));
            }

            private void check(JavaClass type, Executable executable, ConditionEvents events) {
                for (Parameter parameter : executable.getParameters()) {
                    if (isEvidenceAsText(parameter.getName(), parameter.getParameterizedType())) {
                        events.add(SimpleConditionEvent.violated(
                                type, executable + " takes '" + parameter.getName() + "' as a text"));
                    }
                }
                if (executable instanceof Method method
                        && isEvidenceAsText(method.getName(), method.getGenericReturnType())) {
                    events.add(SimpleConditionEvent.violated(type, method + " returns a text"));
                }
            }
        };
    }

    private static Stream<Executable> signatures(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
    }

    private static boolean isOffered(Executable executable, Class<?> type) {
        return !executable.isSynthetic() && (Modifier.isPublic(executable.getModifiers()) || type.isInterface());
    }

    private static boolean isEvidenceAsText(String name, Type type) {
        return EVIDENCE.matcher(name).matches() && type.getTypeName().contains("java.lang.String");
    }

    /** A port is an interface of the pipeline that an adapter implements. */
    private static ArchCondition<JavaClass> openNothingInConstructors() {
        return new ArchCondition<>("call no port and touch no file in a constructor") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaConstructor constructor : type.getConstructors()) {
                    constructor.getMethodCallsFromSelf().stream()
                            .filter(call -> isOutside(call.getTargetOwner()))
                            .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
                }
            }

            private boolean isOutside(JavaClass owner) {
                return owner.isEquivalentTo(Files.class)
                        || owner.isInterface()
                                && owner.getPackageName().startsWith("dev.imagemanager.pipeline")
                                && owner.getSubclasses().stream().anyMatch(adapter -> adapter.getPackageName()
                                        .startsWith("dev.imagemanager.infra"));
            }
        };
    }

    private static ArchCondition<JavaClass> dependOnNothingIn(String... packages) {
        Set<String> forbidden = Set.of(packages);
        return new ArchCondition<>("depend on nothing in " + String.join(", ", packages)) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                forbidden.contains(dependency.getTargetClass().getPackageName()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }
}
