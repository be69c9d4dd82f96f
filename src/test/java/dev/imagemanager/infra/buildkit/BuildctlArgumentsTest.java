package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.config.Entitlement;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.config.Rebuild;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.build.BuildContext;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuildctlArgumentsTest {

    private static final Definition.BuildOptions PLAIN =
            new Definition.BuildOptions(Optional.empty(), List.of(), List.of());

    private static final Digest BASE = TestDigests.of("base");
    private static final Digest TOOLS = TestDigests.of("tools");
    private static final Digest PLAIN_IMAGE = TestDigests.of("plain");

    private HostAliases aliases = new HostAliases("", Map.of());
    private List<Registry> registries = List.of();

    private List<String> arguments(
            Path fleet,
            Definition.BuildOptions options,
            Map<String, String> buildArgs,
            Map<String, String> labels,
            Map<String, BuildContext> contexts,
            boolean useCache,
            CacheUse... caches) {
        return arguments(
                fleet,
                options,
                buildArgs,
                labels,
                contexts,
                List.of(
                        ImageReference.parse("localhost:5050/team/app:1"),
                        ImageReference.parse("localhost:5050/team/app:im-0")),
                useCache,
                caches);
    }

    private List<String> arguments(
            Path fleet,
            Definition.BuildOptions options,
            Map<String, String> buildArgs,
            Map<String, String> labels,
            Map<String, BuildContext> contexts,
            List<ImageReference> references,
            boolean useCache,
            CacheUse... caches) {
        Optional<CacheUse> cache = Stream.of(caches).findFirst();
        return BuildctlArguments.of(
                new ImageBuilder.Request(
                        new TargetName("team/app", "1"),
                        Platform.parse("linux/arm/v7"),
                        fleet.resolve("dist/team/app/1/Dockerfile"),
                        new BuildContext.Folder(fleet.resolve("images/app"), "0a"),
                        options,
                        fleet,
                        buildArgs,
                        labels,
                        contexts,
                        Optional.of(fleet.resolve("dist/team/app/1/image.tar")),
                        references,
                        registries,
                        useCache,
                        cache,
                        Duration.ofMinutes(1),
                        false,
                        0),
                aliases,
                new SolveFiles(
                        fleet.resolve("images/app"),
                        Optional.of(fleet.resolve("partial.tar")),
                        Path.of("/tmp/metadata.json"),
                        Optional.empty()));
    }

    private static PinnedImage inRegistry(String repository, Digest digest) {
        return new PinnedImage.InRegistry(ImageReference.parse(repository + "@" + digest));
    }

    /** buildctl itself connects to token services. */
    @Test
    void tokenServicesHaveTheCertificatesOfTheirRegistry() {
        registries = List.of(
                new Registry(
                        "corp.example:5000",
                        "team",
                        Optional.empty(),
                        Registry.Transport.TLS,
                        Optional.of(Path.of("/fleet/a,b.pem"))),
                new Registry("plain.example", "", Optional.empty(), Registry.Transport.INSECURE, Optional.empty()),
                Registry.at("other.example"));

        assertThat(arguments(Path.of("/fleet"), PLAIN, Map.of(), Map.of(), Map.of(), true))
                .containsSequence(
                        "--registry-auth-tlscontext",
                        "host=corp.example:5000,\"ca=/fleet/a,b.pem\"",
                        "--registry-auth-tlscontext",
                        "host=plain.example,insecure=true",
                        "--metadata-file");
    }

    @Test
    void theLayerCacheIsNamedWithoutItsKeys() {
        ObjectStore store = new ObjectStore(
                "http://127.0.0.1:3900",
                "layers",
                "garage",
                Optional.of(new Keys("access", new Secret("hunter2"))),
                true);
        List<String> arguments = arguments(
                Path.of("/fleet"),
                PLAIN,
                Map.of(),
                Map.of(),
                Map.of(),
                true,
                new CacheUse(
                        store, "team/app", List.of("1/linux-amd64", "0/linux-amd64"), Optional.of("1/linux-amd64")));

        String place = "type=s3,bucket=layers,region=garage,endpoint_url=http://127.0.0.1:3900,use_path_style=true,"
                + "prefix=team/app/,name=";
        assertThat(arguments)
                .containsSequence(
                        "--import-cache",
                        place + "1/linux-amd64",
                        "--import-cache",
                        place + "0/linux-amd64",
                        "--export-cache",
                        place + "1/linux-amd64,mode=max,ignore-error=true");
        assertThat(String.join(" ", arguments)).doesNotContain("hunter2", "access");
    }

    @Test
    void theLayerCacheIsNamedAsTheDaemonSeesIt() {
        aliases = new HostAliases("", Map.of("127.0.0.1:3900", "garage:3900"));
        ObjectStore store = new ObjectStore("http://127.0.0.1:3900/path", "layers", "garage", Optional.empty(), true);

        assertThat(arguments(
                        Path.of("/fleet"),
                        PLAIN,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        true,
                        new CacheUse(store, "app", List.of(), Optional.of("1/linux-amd64"))))
                .anySatisfy(argument -> assertThat(argument).contains("endpoint_url=http://garage:3900/path,"));
    }

    /** Options with several fields are CSV; buildctl divides the others at the first equals sign. */
    @Test
    void aFleetCanBeBelowAnyPath() {
        String odd = "/fl\u00f6tte a,\"b\"=%20#$\\'\n:c";
        assertThat(arguments(
                        Path.of(odd),
                        new Definition.BuildOptions(
                                Optional.empty(), List.of(new Definition.FileSecret("file", Path.of("a"))), List.of()),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        true))
                .contains(
                        "context=" + odd + "/images/app",
                        "dockerfile=" + odd + "/dist/team/app/1",
                        "id=file,\"src=/fl\u00f6tte a,\"\"b\"\"=%20#$\\'\n:c/a\"",
                        "type=docker,oci-mediatypes=true,name=team/app:1,"
                                + "\"dest=/fl\u00f6tte a,\"\"b\"\"=%20#$\\'\n:c/partial.tar\"");
    }

    @Test
    void aFullRequest() {
        assertThat(arguments(
                        Path.of("/fleet"),
                        new Definition.BuildOptions(
                                Optional.of("runtime"),
                                List.of(
                                        new Definition.EnvironmentSecret("token", "TOKEN"),
                                        new Definition.FileSecret("file", Path.of("secrets/a.txt"))),
                                List.of("default", "other=/agent.sock"),
                                new TreeMap<>(Map.of(
                                        Entitlement.SECURITY_INSECURE,
                                        SourceLocation.wholeFile(Path.of("image.yml")),
                                        Entitlement.NETWORK_HOST,
                                        SourceLocation.wholeFile(Path.of("image.yml")))),
                                Rebuild.CHANGED),
                        Map.of("B", "2", "A", "one, \"two\"\nthree=3"),
                        Map.of("org.example", "a=b,c"),
                        Map.of(
                                "base:1.0", inRegistry("localhost:5050/base", BASE),
                                "tools", inRegistry("localhost:5050/tools", TOOLS),
                                "plain", inRegistry("localhost:5050/plain", PLAIN_IMAGE)),
                        false))
                .containsExactly(
                        "build",
                        "--progress=rawjson",
                        "--frontend",
                        "dockerfile.v0",
                        "--local",
                        "context=/fleet/images/app",
                        "--local",
                        "dockerfile=/fleet/dist/team/app/1",
                        "--opt",
                        "filename=Dockerfile",
                        "--opt",
                        "platform=linux/arm/v7",
                        "--opt",
                        "target=runtime",
                        "--opt",
                        "build-arg:A=one, \"two\"\nthree=3",
                        "--opt",
                        "build-arg:B=2",
                        "--opt",
                        "label:org.example=a=b,c",
                        "--opt",
                        "context:base:1.0=docker-image://localhost:5050/base@" + BASE,
                        "--opt",
                        "context:plain=docker-image://localhost:5050/plain@" + PLAIN_IMAGE,
                        "--opt",
                        "context:tools=docker-image://localhost:5050/tools@" + TOOLS,
                        "--secret",
                        "id=token,env=TOKEN",
                        "--secret",
                        "id=file,src=/fleet/secrets/a.txt",
                        "--ssh",
                        "default",
                        "--ssh",
                        "other=/agent.sock",
                        "--allow",
                        "network.host",
                        "--allow",
                        "security.insecure",
                        "--no-cache",
                        "--output",
                        "type=docker,oci-mediatypes=true,name=team/app:1,dest=/fleet/partial.tar",
                        "--output",
                        "type=image,oci-mediatypes=true,"
                                + "\"name=localhost:5050/team/app:1,localhost:5050/team/app:im-0\",push=true",
                        "--metadata-file",
                        "/tmp/metadata.json");
    }

    @Test
    void timesOfFilesAreSetIfTheImageHasATime() {
        assertThat(arguments(
                        Path.of("/fleet"), PLAIN, Map.of("SOURCE_DATE_EPOCH", "318211200"), Map.of(), Map.of(), true))
                .containsSequence("--opt", "build-arg:SOURCE_DATE_EPOCH=318211200")
                .filteredOn(argument -> argument.startsWith("type="))
                .isNotEmpty()
                .allMatch(argument -> argument.contains(",rewrite-timestamp=true,"));
        assertThat(arguments(Path.of("/fleet"), PLAIN, Map.of("SOURCE_DATE_EPOCH", ""), Map.of(), Map.of(), true))
                .noneMatch(argument -> argument.contains("rewrite-timestamp"));
    }

    @Test
    void aFolderCanBeANamedContext() {
        assertThat(arguments(
                        Path.of("/fleet"),
                        PLAIN,
                        Map.of(),
                        Map.of(),
                        Map.of("src", new BuildContext.Folder(Path.of("/fleet/app"), "0b")),
                        true))
                .containsSequence("--local", "context-0b=/fleet/app", "--opt", "context:src=local:context-0b");
    }

    @Test
    void withoutARegistryParentsComeFromALayoutAndNothingIsPushed() {
        List<String> arguments = arguments(
                Path.of("/fleet"),
                PLAIN,
                Map.of(),
                Map.of(),
                Map.of(
                        "base:1.0",
                        new PinnedImage.InLayout(Path.of("/fleet/dist/.images"), BASE),
                        "tools",
                        new PinnedImage.InLayout(Path.of("/fleet/dist/.images"), TOOLS)),
                List.of(),
                true);

        assertThat(arguments)
                .contains(
                        "context:base:1.0=oci-layout://layout1@" + BASE,
                        "context:tools=oci-layout://layout1@" + TOOLS,
                        "layout1=/fleet/dist/.images")
                .containsOnlyOnce("--oci-layout", "--output");
    }

    @Test
    void aPlainRequestHasNothingItDidNotAskFor() {
        assertThat(arguments(Path.of("/fleet"), PLAIN, Map.of(), Map.of(), Map.of(), true))
                .noneMatch(
                        argument -> argument.matches("--secret|--ssh|--no-cache|(build-arg|label|context|target):.*"));
    }

    /** buildctl reads these values as CSV (encoding/csv of Go). */
    @Test
    void pathsWithCommasQuotesAndLineBreaksAreQuoted() {
        List<String> arguments = arguments(
                Path.of("/a,b\"c\nd"),
                new Definition.BuildOptions(
                        Optional.empty(), List.of(new Definition.FileSecret("s", Path.of("x"))), List.of()),
                Map.of(),
                Map.of(),
                Map.of(),
                true);

        assertThat(arguments)
                .contains("context=/a,b\"c\nd/images/app", "id=s,\"src=/a,b\"\"c\nd/x\"")
                .contains("type=docker,oci-mediatypes=true,name=team/app:1,\"dest=/a,b\"\"c\nd/partial.tar\"");
    }

    @Test
    void aLineBreakAloneIsReasonToQuote() {
        assertThat(arguments(Path.of("/a\nb"), PLAIN, Map.of(), Map.of(), Map.of(), true))
                .contains("type=docker,oci-mediatypes=true,name=team/app:1,\"dest=/a\nb/partial.tar\"");
    }
}
