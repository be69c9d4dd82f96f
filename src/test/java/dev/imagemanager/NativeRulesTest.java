package dev.imagemanager;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;

/** What works on the JVM and not, or otherwise, in a native executable. */
@AnalyzeClasses(packages = "dev.imagemanager", importOptions = ImportOption.DoNotIncludeTests.class)
class NativeRulesTest {

    /** JSON is read and written as trees, so no class of ours has to be registered for Jackson. */
    @ArchTest
    static final ArchRule JACKSON_BINDS_NOTHING = noClasses()
            .should()
            .callMethodWhere(callTo(
                    ObjectMapper.class, "readValues?|readerFor.*|convertValue|treeToValue|valueToTree|updateValue"))
            .orShould()
            .callMethodWhere(callTo(ObjectReader.class, "readValues?|treeToValue|readerFor.*"))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson.annotation")
            .because("a native executable binds only classes that are registered; JsonNode needs none");

    @ArchTest
    static final ArchRule NO_REFLECTION = noClasses()
            .should()
            .callMethodWhere(callTo(
                    Class.class,
                    "forName|newInstance|get(Declared)?(Method|Field|Constructor)s?|getRecordComponents|getResource"))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke")
            .orShould()
            .dependOnClassesThat(type(ServiceLoader.class))
            .because("a native executable finds by name only what is registered");

    /** The only resource is registered in application.yaml. */
    @ArchTest
    static final ArchRule ONE_RESOURCE = noClasses()
            .that()
            .doNotHaveSimpleName("ToolCatalog")
            .should()
            .callMethodWhere(callTo(Class.class, "getResource.*"))
            .orShould()
            .callMethodWhere(callTo(ClassLoader.class, "getResource.*"));

    @ArchTest
    static final ArchRule NO_BOUNCY_CASTLE = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "com\\.github\\.dockerjava\\.core\\.(DefaultDockerClientConfig.*|(LocalDirectory|Keystore)SSLConfig|util\\.CertificateUtils)")
            .because("they bring Bouncy Castle in, which is not there; DaemonConnection stands for them");

    /** Quarkus initialises classes while it compiles, so their static values are those of the building machine. */
    @ArchTest
    static final ArchRule NOTHING_OF_THE_MACHINE_IN_STATIC_VALUES = noCodeUnits()
            .that(areStaticInitializers())
            .should(reachMachine())
            .because("they would be frozen into the executable");

    private static DescribedPredicate<JavaMethodCall> callTo(Class<?> type, String methods) {
        return DescribedPredicate.describe(
                type.getSimpleName() + "." + methods,
                call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().matches(methods));
    }

    private static DescribedPredicate<JavaCodeUnit> areStaticInitializers() {
        return DescribedPredicate.describe("initialise a class", codeUnit -> codeUnit instanceof JavaStaticInitializer);
    }

    private static ArchCondition<JavaCodeUnit> reachMachine() {
        return new ArchCondition<>("ask for the machine, its files or the time") {
            @Override
            public void check(JavaCodeUnit initializer, ConditionEvents events) {
                for (JavaAccess<?> access : initializer.getAccessesFromSelf()) {
                    JavaClass owner = access.getTargetOwner();
                    String method = access.getName();
                    boolean reaches = owner.isEquivalentTo(System.class) && !method.equals("arraycopy")
                            || owner.isEquivalentTo(Files.class)
                            || owner.isEquivalentTo(Runtime.class)
                            || owner.isEquivalentTo(ProcessHandle.class)
                            || owner.isEquivalentTo(Instant.class) && method.equals("now")
                            || owner.isEquivalentTo(Clock.class)
                            || owner.isEquivalentTo(Executors.class)
                            || owner.isEquivalentTo(HttpClient.class)
                            || owner.isEquivalentTo(Path.class) && method.matches("toAbsolutePath|toRealPath")
                            || owner.isAssignableTo(java.util.Random.class)
                            || owner.isAssignableTo(Thread.class)
                            || owner.isEquivalentTo(java.net.InetAddress.class);
                    events.add(new SimpleConditionEvent(access, reaches, access.getDescription()));
                }
            }
        };
    }
}
