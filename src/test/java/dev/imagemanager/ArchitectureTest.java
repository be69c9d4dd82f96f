package dev.imagemanager;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Scanner;
import java.util.regex.Pattern;

/**
 * Holds the layers of docs/development/architecture.md ("Layers"), and the habits of CONTRIBUTING.md ("Style") that can be
 * seen in class files.
 */
@AnalyzeClasses(packages = "dev.imagemanager", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Each layer with what it may import; "transitive downwards" is written out. */
    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("reference")
            .definedBy("dev.imagemanager.reference..")
            .layer("file")
            .definedBy("dev.imagemanager.file..")
            .layer("problem")
            .definedBy("dev.imagemanager.problem..")
            .layer("config")
            .definedBy("dev.imagemanager.config..")
            .layer("seal")
            .definedBy("dev.imagemanager.seal..")
            .layer("model")
            .definedBy("dev.imagemanager.model..")
            .layer("dockerfile")
            .definedBy("dev.imagemanager.dockerfile..")
            .layer("output")
            .definedBy("dev.imagemanager.output..")
            .layer("graph")
            .definedBy("dev.imagemanager.graph..")
            .layer("rendering")
            .definedBy("dev.imagemanager.rendering..")
            .layer("pipeline")
            .definedBy("dev.imagemanager.pipeline..")
            .layer("infra")
            .definedBy("dev.imagemanager.infra..")
            .layer("cli")
            .definedBy("dev.imagemanager.cli..")
            .whereLayer("reference")
            .mayNotAccessAnyLayer()
            .whereLayer("file")
            .mayOnlyAccessLayers("problem")
            .whereLayer("problem")
            .mayNotAccessAnyLayer()
            .whereLayer("config")
            .mayOnlyAccessLayers("reference", "file", "problem")
            .whereLayer("seal")
            .mayOnlyAccessLayers("config", "file", "problem")
            .whereLayer("model")
            .mayOnlyAccessLayers("config", "reference", "file", "problem")
            .whereLayer("dockerfile")
            .mayOnlyAccessLayers("reference", "problem")
            .whereLayer("output")
            .mayOnlyAccessLayers("model", "config", "reference", "file", "problem")
            .whereLayer("graph")
            .mayOnlyAccessLayers("model", "dockerfile", "config", "reference", "problem")
            .whereLayer("rendering")
            .mayOnlyAccessLayers("output", "model", "dockerfile", "config", "reference", "file", "problem")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers(
                    "graph",
                    "rendering",
                    "output",
                    "model",
                    "seal",
                    "dockerfile",
                    "config",
                    "reference",
                    "file",
                    "problem")
            .whereLayer("infra")
            .mayOnlyAccessLayers(
                    "pipeline",
                    "graph",
                    "rendering",
                    "output",
                    "model",
                    "seal",
                    "dockerfile",
                    "config",
                    "reference",
                    "file",
                    "problem")
            .whereLayer("cli")
            .mayOnlyAccessLayers(
                    "pipeline",
                    "graph",
                    "rendering",
                    "output",
                    "model",
                    "dockerfile",
                    "config",
                    "reference",
                    "file",
                    "problem")
            .because(
                    "pure layers lie inside, only infra and cli touch the world (docs/development/architecture.md, \"Layers\")");

    /** A new package has to find its place in the table first. */
    @ArchTest
    static final ArchRule EVERY_CLASS_HAS_A_LAYER = classes()
            .should()
            .resideInAnyPackage(
                    "dev.imagemanager.reference..",
                    "dev.imagemanager.file..",
                    "dev.imagemanager.problem..",
                    "dev.imagemanager.config..",
                    "dev.imagemanager.seal..",
                    "dev.imagemanager.model..",
                    "dev.imagemanager.dockerfile..",
                    "dev.imagemanager.output..",
                    "dev.imagemanager.graph..",
                    "dev.imagemanager.rendering..",
                    "dev.imagemanager.pipeline..",
                    "dev.imagemanager.infra..",
                    "dev.imagemanager.cli..");

    @ArchTest
    static final ArchRule NOTHING_IMPORTS_INFRA = noClasses()
            .that()
            .resideOutsideOfPackage("dev.imagemanager.infra..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.imagemanager.infra..")
            .because("CDI wires it");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.imagemanager.(**)").should().beFreeOfCycles();

    /** So that their tests run without Quarkus, in milliseconds. */
    @ArchTest
    static final ArchRule PLAIN_JAVA = classes()
            .that(resideInAnyPackage(
                    "dev.imagemanager.reference..",
                    "dev.imagemanager.problem..",
                    "dev.imagemanager.file..",
                    "dev.imagemanager.config..",
                    "dev.imagemanager.seal..",
                    "dev.imagemanager.model..",
                    "dev.imagemanager.dockerfile..",
                    "dev.imagemanager.output..",
                    "dev.imagemanager.graph.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "dev.imagemanager..",
                    "java..",
                    "javax.crypto..",
                    "jakarta.inject..",
                    "jakarta.validation..",
                    "org.snakeyaml..",
                    "com.google.re2j.."));

    /** What templates are rendered with, and nothing else of the framework. */
    @ArchTest
    static final ArchRule RENDERING_KNOWS_QUTE_ALONE = classes()
            .that(resideInAPackage("dev.imagemanager.rendering.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.imagemanager..", "java..", "io.quarkus.qute.."));

    @ArchTest
    static final ArchRule TOOLS_ARE_NAMED_IN_INFRA_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.imagemanager.infra..")
            .should()
            .haveNameMatching(".*\\.\\w*(Buildctl|Buildkit|BuildKit|Crane|Skopeo|Hadolint|Syft|Trivy|S3)\\w*")
            .because("a tool, vendor or protocol is infra's business");

    @ArchTest
    static final ArchRule DOCKER_JAVA_IN_INFRA_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.imagemanager.infra..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.dockerjava..", "software.amazon..");

    /** infra.s3 reads and prunes the layer cache, infra.garage runs a place for it. */
    @ArchTest
    static final ArchRule S3_CLIENT_IN_ITS_ADAPTER_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.imagemanager.infra.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule PICOCLI_IN_CLI_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.imagemanager.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    /** What a constructor opened nobody can close if a later one fails. */
    @ArchTest
    static final ArchRule PIPELINE_CONSTRUCTORS_OPEN_NOTHING = constructors()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.imagemanager.pipeline..")
            .should(openNothing())
            .because("connecting is a step of a use case, which can fail, wait and be interrupted");

    /**
     * A fleet's repository may come from a stranger: FleetReader, RegularFile and OutputDirectory do not follow its links to
     * other places.
     */
    @ArchTest
    static final ArchRule FILES_ARE_READ_AND_WRITTEN_IN_ONE_PLACE = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.imagemanager.config..",
                    "dev.imagemanager.model..",
                    "dev.imagemanager.dockerfile..",
                    "dev.imagemanager.graph..",
                    "dev.imagemanager.rendering..",
                    "dev.imagemanager.pipeline..")
            .should()
            .callMethodWhere(target(owner(assignableTo(Files.class)))
                    .and(target(nameMatching("(read|new|write|create|copy|move|delete|set|lines)(?!SymbolicLink).*"))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(FileInputStream.class, FileOutputStream.class, RandomAccessFile.class, FileChannel.class)
            .because("a path of a fleet may be a link to any file of the machine");

    @ArchTest
    static final ArchRule NO_RUMMAGE_ROOMS = noClasses()
            .should(haveNamePart("util", "utils", "utility", "common", "helper", "helpers", "misc"))
            .because("a class is named after what it is");

    @ArchTest
    static final ArchRule ONE_OWNER_OF_THE_TERMINAL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.imagemanager.cli.console..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("events, not prints: one place owns the terminal and the program's end");

    /** Their encoding is that of the caller's locale. */
    @ArchTest
    static final ArchRule TEXT_HAS_A_NAMED_ENCODING = noClasses()
            .should()
            .callMethod(String.class, "getBytes")
            .orShould()
            .callConstructor(String.class, byte[].class)
            .orShould()
            .callConstructor(String.class, byte[].class, int.class, int.class)
            .orShould()
            .callConstructor(InputStreamReader.class, InputStream.class)
            .orShould()
            .callConstructor(OutputStreamWriter.class, OutputStream.class)
            .orShould()
            .callConstructor(PrintStream.class, OutputStream.class)
            .orShould()
            .callConstructor(PrintStream.class, OutputStream.class, boolean.class)
            .orShould()
            .callConstructor(PrintWriter.class, OutputStream.class)
            .orShould()
            .callConstructor(PrintWriter.class, OutputStream.class, boolean.class)
            .orShould()
            .callConstructor(Scanner.class, InputStream.class)
            .orShould()
            .callConstructor(Scanner.class, Path.class)
            .orShould()
            .callMethod(ByteArrayOutputStream.class, "toString")
            .orShould()
            .callMethod(Process.class, "inputReader")
            .orShould()
            .callMethod(Process.class, "errorReader")
            .orShould()
            .callMethod(Process.class, "outputWriter")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(FileReader.class, FileWriter.class)
            .because("texts to and from other programs, and files, are UTF-8 whatever the locale is");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
            .because("waiting is for something that happens");

    @ArchTest
    static final ArchRule PUBLIC_TYPES_ARE_CLOSED = classes()
            .that()
            .arePublic()
            .should(beClosed())
            .because("a type that was not made to be extended cannot be: records, interfaces, enums, final or sealed");

    private static ArchCondition<JavaClass> haveNamePart(String... words) {
        Pattern word = Pattern.compile("\\b(" + String.join("|", words) + ")\\b", Pattern.CASE_INSENSITIVE);
        DescribedPredicate<JavaClass> named =
                DescribedPredicate.describe("be named " + String.join(", ", words), type -> word.matcher(
                                type.getName().replaceAll("([a-z0-9])([A-Z])", "$1.$2"))
                        .find());
        return ArchCondition.from(named);
    }

    private static ArchCondition<JavaConstructor> openNothing() {
        Pattern opening = Pattern.compile(
                "connect|open|lock|tryLock|start|new(Input|Output)Stream|newBuffered\\w+|addShutdownHook");
        return new ArchCondition<>("open nothing") {
            @Override
            public void check(JavaConstructor constructor, ConditionEvents events) {
                boolean waits = constructor.getThrowsClause().containsType(InterruptedException.class);
                Optional<JavaCall<?>> opens = constructor.getCallsFromSelf().stream()
                        .filter(call -> opening.matcher(call.getName()).matches())
                        .findFirst();
                events.add(new SimpleConditionEvent(
                        constructor,
                        !waits && opens.isEmpty(),
                        constructor.getDescription()
                                + opens.map(call -> " calls " + call.getTarget().getFullName())
                                        .orElse(" can be interrupted")));
            }
        };
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be closed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.isInterface()
                        || type.isEnum()
                        || type.getModifiers().contains(JavaModifier.FINAL)
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getDescription() + " is open"));
            }
        };
    }
}
