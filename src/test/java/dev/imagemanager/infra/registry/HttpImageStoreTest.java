package dev.imagemanager.infra.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSigningKeys;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.registry.FakeRegistry.Access;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.MemorySettings;
import dev.imagemanager.model.settings.PruneSettings;
import dev.imagemanager.model.settings.PublishSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceSettings;
import dev.imagemanager.model.settings.SourceDate;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.BaseImageResolver.Resolution;
import dev.imagemanager.pipeline.build.BaseImageResolver.Triggers;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link HttpImageStore}, {@link RegistryBaseImageResolver} and what they speak to a registry with. */
@Timeout(60)
class HttpImageStoreTest {

    private static final ServiceSettings NO_SERVICES = new ServiceSettings(Map.of(), true, Map.of(), false, 0);

    @TempDir
    Path root;

    private final FakeRegistry server = new FakeRegistry();
    private FakeMachine machine;
    private FakeEnvironment environment;

    @BeforeEach
    void isolate() {
        machine = new FakeMachine(root);
        environment = machine.environment();
        server.manifests.put("team/app/manifests/1", FakeRegistry.MANIFEST);
        server.manifests.put("team/app/manifests/" + FakeRegistry.DIGEST, FakeRegistry.MANIFEST);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RegistryClient client() {
        RegistryAccounts accounts = new RegistryAccounts(
                new DockerConfig(environment), new CredentialProgram(new ProcessRunner(), machine.executables()));
        return new RegistryClient(
                accounts,
                new OutgoingHttp(new EnvironmentProxies(environment)),
                new Retries(new Backoff(time -> {}, () -> 0)),
                Clock.systemUTC());
    }

    /** Where nobody listens. */
    private static final String NOBODY = unused();

    private static String unused() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ImageStore store() throws InterruptedException {
        return store(server.registry());
    }

    private ImageStore store(Registry registry) throws InterruptedException {
        return HttpImageStore.connect(client(), registry);
    }

    private Registry withAccount() {
        Registry registry = server.registry();
        return new Registry(
                registry.host(),
                "",
                Optional.of(new Registry.Credentials("user", "password")),
                registry.transport(),
                Optional.empty());
    }

    @Test
    void aDigestIsTheRegistrysOwnWord() throws InterruptedException {
        assertThat(store().digestOf("team/app", "1")).hasValue(FakeRegistry.DIGEST);
        assertThat(server.requests).containsExactly("GET /v2/", "HEAD /v2/team/app/manifests/1");
    }

    @Test
    void whatIsNotThereHasNoDigest() throws InterruptedException {
        assertThat(store().digestOf("team/app", "2")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void theAccountOfTheConfigurationOpensEverything(Access access) throws InterruptedException {
        server.access = access;

        store(withAccount());
        assertThat(store(withAccount()).digestOf("team/app", "1")).isPresent();
        assertThat(store(withAccount())
                        .putIndex("team/app", "2", Map.of(Platform.LINUX_AMD64, FakeRegistry.DIGEST), new TreeMap<>()))
                .isEqualTo(TestDigests.of(server.manifests.get("team/app/manifests/2")));
    }

    @Test
    void whatDockerLoginStoredIsUsedToo() throws InterruptedException {
        server.access = Access.BASIC;
        machine.file(
                "/docker/config.json",
                "{\"auths\": {\"" + server.address() + "\": {\"auth\": \"" + FakeRegistry.ACCOUNT + "\"}}}");

        assertThat(store().digestOf("team/app", "1")).isPresent();
    }

    @Test
    void aTokenForAnyoneIsFetchedWithoutAnAccount() throws InterruptedException {
        server.access = Access.TOKEN;

        assertThat(store().digestOf("team/app", "1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no address", "ftp://localhost/token", "http://localhost:99999/token"})
    void aTokenServiceThatCannotBeIsSaid(String realm) {
        server.access = Access.TOKEN;
        server.realm = Optional.of(realm);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store().digestOf("team/app", "1"))
                .withMessageContaining("the build registry " + server.address() + " cannot be used");
    }

    @Test
    void anIndexNamesEveryPlatformsManifest() throws InterruptedException {
        store().putIndex(
                        "team/app",
                        "2",
                        Map.of(
                                Platform.parse("linux/arm/v7"),
                                FakeRegistry.DIGEST,
                                Platform.LINUX_AMD64,
                                FakeRegistry.DIGEST),
                        new TreeMap<>(Map.of("org.opencontainers.image.title", "app")));

        assertThat(server.manifests.get("team/app/manifests/2"))
                .isEqualTo(("{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':["
                                + "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'DIGEST','size':15,"
                                + "'platform':{'architecture':'amd64','os':'linux'}},"
                                + "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'DIGEST','size':15,"
                                + "'platform':{'architecture':'arm','os':'linux','variant':'v7'}}],"
                                + "'annotations':{'org.opencontainers.image.title':'app'}}")
                        .replace('\'', '"')
                        .replace("DIGEST", FakeRegistry.DIGEST.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void whatTheRegistryRefusesIsSaid(int status) {
        server.status = Optional.of(status);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store().digestOf("team/app", "1"))
                .withMessageContaining("the build registry " + server.address() + " cannot be used")
                .withMessageContaining("HTTP status " + status)
                .withMessageContaining("IMAGE_MANAGER_BUILD_REGISTRY");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRegistryThatWantsCredentialsIsNotToBeStarted(int status) throws InterruptedException {
        server.status = Optional.of(401);
        ImageStore store = store();
        server.status = Optional.of(status);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store.digestOf("team/app", "1"))
                .withMessageContaining("HTTP status " + status)
                .withMessageContaining("credentials")
                .withMessageContaining("'docker login " + server.address() + "'")
                .withMessageContaining("'registries' in .image-manager.yml")
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining("start a registry"));
    }

    @Test
    void aRegistryThatIsIllIsNoticedAtOnce() throws InterruptedException {
        server.status = Optional.of(401);
        store(server.registry());

        server.status = Optional.of(500);
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store(server.registry()))
                .withMessageContaining("HTTP status 500");
    }

    @Test
    void aProxyIsAskedWithItsAccount() throws InterruptedException {
        environment.set("HTTP_PROXY", server.address().replaceFirst("^", "http://user:password@"));
        Registry beyond =
                new Registry("registry.invalid", "", Optional.empty(), Registry.Transport.HTTP, Optional.empty());

        assertThat(store(beyond).digestOf("team/app", "1")).hasValue(FakeRegistry.DIGEST);
        assertThat(server.proxyAccounts).contains("Basic dXNlcjpwYXNzd29yZA==");
    }

    @Test
    void aCutConnectionIsSaid() {
        server.cut = true;

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store(server.registry()))
                .withMessageContaining("the build registry " + server.address() + " cannot be used");
    }

    @Test
    void nobodyListeningIsSaid() {
        Registry gone = server.registry();
        server.close();

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store(gone))
                .withMessageContaining("no server is listening");
    }

    @Test
    void aPortThatCannotBeIsSaid() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store(Registry.at("localhost:99999")))
                .withMessageContaining("the build registry localhost:99999 cannot be used: port out of range");
    }

    private Resolution base(String image) throws InterruptedException {
        return base(image, server.address());
    }

    private Resolution base(String image, String... mirrors) throws InterruptedException {
        FleetSettings settings = new FleetSettings(
                Optional.of(server.registry()),
                List.of(),
                Map.of("docker.io", List.of(mirrors), NOBODY, List.of(mirrors)),
                new CacheSettings.SwitchedOff(),
                true,
                SourceDate.DEFAULT,
                NO_SERVICES,
                BuilderSettings.NONE,
                MemorySettings.NONE,
                PublishSettings.NONE,
                false,
                PruneSettings.NONE,
                true);
        return new RegistryBaseImageResolver(client()).resolve(ImageReference.parse(image), settings);
    }

    @Test
    void basesAreAskedForAtTheirMirror() throws InterruptedException {
        server.manifests.put("library/debian/manifests/latest?ns=docker.io", "{}");

        assertThat(base("debian")).isEqualTo(new Resolution.Found(TestDigests.of("{}")));
        assertThat(base("docker.io/debian:latest")).isEqualTo(new Resolution.Found(TestDigests.of("{}")));
        assertThat(base("index.docker.io/debian:latest")).isEqualTo(new Resolution.Found(TestDigests.of("{}")));
        assertThat(base(server.address() + "/team/app:1")).isEqualTo(new Resolution.Found(FakeRegistry.DIGEST));
    }

    @Test
    void aMirrorMayHaveAPath() throws InterruptedException {
        server.manifests.put("hub/cache/library/debian/manifests/12?ns=docker.io", "{}");

        assertThat(base("debian:12", server.address() + "/hub/cache"))
                .isEqualTo(new Resolution.Found(TestDigests.of("{}")));
    }

    @Test
    void severalMirrorsAreAskedInOrder() throws InterruptedException {
        server.manifests.put("second/library/debian/manifests/12?ns=docker.io", "{}");

        assertThat(base("debian:12", NOBODY, server.address() + "/first", server.address() + "/second"))
                .isEqualTo(new Resolution.Found(TestDigests.of("{}")));
        assertThat(server.requests)
                .containsExactly(
                        "HEAD /v2/first/library/debian/manifests/12?ns=docker.io",
                        "HEAD /v2/second/library/debian/manifests/12?ns=docker.io");
    }

    @Test
    void aMirrorThatSendsAPageIsPassedBy() throws InterruptedException {
        try (ScriptedServer mirror = ScriptedServer.start()) {
            String call = " /v2/library/debian/manifests/12";
            mirror.on("HEAD" + call, ScriptedServer.text(200, "", "Content-Type", "text/html"));
            server.manifests.put("library/debian/manifests/12?ns=docker.io", "{}");

            assertThat(base("debian:12", mirror.host(), server.address()))
                    .isEqualTo(new Resolution.Found(TestDigests.of("{}")));
        }
    }

    /** As BuildKit does. */
    @Test
    void theRegistryItselfIsAskedLast() throws InterruptedException {
        assertThat(new RegistryBaseImageResolver(client())
                        .resolve(
                                ImageReference.parse(server.address() + "/team/app:1"),
                                new FleetSettings(
                                        Optional.empty(),
                                        List.of(),
                                        Map.of(server.address(), List.of(server.address() + "/mirror")),
                                        new CacheSettings.SwitchedOff(),
                                        true,
                                        SourceDate.DEFAULT,
                                        NO_SERVICES,
                                        BuilderSettings.NONE,
                                        MemorySettings.NONE,
                                        PublishSettings.NONE,
                                        false,
                                        PruneSettings.NONE,
                                        true)))
                .isEqualTo(new Resolution.Found(FakeRegistry.DIGEST));
        assertThat(server.requests)
                .containsExactly(
                        "HEAD /v2/mirror/team/app/manifests/1?ns=" + server.address(), "HEAD /v2/team/app/manifests/1");
    }

    @Test
    void aBaseByDigestNeedsNoRegistry() throws InterruptedException {
        Digest digest = TestDigests.of("debian");

        assertThat(base("debian:12@" + digest)).isEqualTo(new Resolution.Found(digest));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aBaseThatCannotBeAskedForIsNotKnown() throws InterruptedException {
        assertThat(base(server.address() + "/no-such-image"))
                .isEqualTo(new Resolution.NotFound(server.address() + " does not have the image", false));
        assertThat(base(NOBODY + "/no-such-image"))
                .isEqualTo(new Resolution.NotFound(
                        server.address() + " does not have the image; " + NOBODY
                                + " cannot be asked: no server is listening",
                        true));
        server.cut = true;
        assertThat(base(server.address() + "/debian"))
                .isInstanceOfSatisfying(Resolution.NotFound.class, notFound -> assertThat(notFound.isOffline())
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource({"401, false", "403, false", "400, false", "429, true", "500, true", "503, true"})
    void onlyARegistryThatCannotAnswerIsOffline(int status, boolean isOffline) throws InterruptedException {
        server.status = Optional.of(status);

        for (String image : List.of(server.address() + "/debian", NOBODY + "/debian")) {
            assertThat(base(image)).isInstanceOfSatisfying(Resolution.NotFound.class, notFound -> {
                assertThat(notFound.reason()).contains("HTTP status " + status);
                assertThat(notFound.isOffline()).isEqualTo(isOffline);
            });
        }
    }

    @Test
    void imagesMayBeBelowAPathOfTheRegistry() throws InterruptedException {
        ImageStore store = store(server.registry().below("group/project"));
        server.manifests.put("group/project/app/manifests/1", "{}");

        assertThat(store.digestOf("app", "1")).contains(TestDigests.of("{}"));
        assertThat(store.pushReferences("app", List.of("1")))
                .containsExactly(ImageReference.parse(server.address() + "/group/project/app:1"));
        assertThat(store.pinned("app", FakeRegistry.DIGEST))
                .isEqualTo(new PinnedImage.InRegistry(
                        ImageReference.parse(server.address() + "/group/project/app@" + FakeRegistry.DIGEST)));
        server.close();
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> store.digestOf("app", "1"))
                .withMessageContaining("the build registry " + server.address() + "/group/project cannot be used: ");
    }

    @Test
    void aRegistryThatNeedNotBeSecureMaySpeakPlainHttp() throws InterruptedException {
        ScriptedServer plain = ScriptedServer.start();
        plain.on("GET /v2/", ScriptedServer.status(200));
        plain.on("HEAD /v2/app/manifests/1", ScriptedServer.status(404));

        try (plain) {
            assertThat(store(insecure(plain.host())).digestOf("app", "1")).isEmpty();
        }
    }

    @Test
    void aRegistryThatNeedNotBeSecureMayHaveAnyCertificate() throws InterruptedException {
        try (ScriptedServer secure = ScriptedServer.startWithTls()) {
            secure.on("GET /v2/", ScriptedServer.status(200));
            secure.on("HEAD /v2/app/manifests/1", ScriptedServer.status(404));
            Registry otherName = insecure(secure.host().replace("127.0.0.1", "localhost"));

            assertThat(store(otherName).digestOf("app", "1")).isEmpty();
            assertThat(secure.calls()).containsExactly("GET /v2/", "GET /v2/", "HEAD /v2/app/manifests/1");
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(() -> store(new Registry(
                            secure.host(), "", Optional.empty(), Registry.Transport.TLS, Optional.empty())))
                    .withMessageContaining("its certificate was issued by an authority that is not trusted here")
                    .withMessageContaining("with 'ca' of this registry under 'registries'");
        }
    }

    private static Registry insecure(String host) {
        return new Registry(host, "", Optional.empty(), Registry.Transport.INSECURE, Optional.empty());
    }

    @Test
    void anImageIsAskedForOnce() throws InterruptedException {
        RegistryBaseImageResolver resolver = new RegistryBaseImageResolver(client());
        FleetSettings settings = new FleetSettings(
                Optional.of(server.registry()),
                List.of(),
                Map.of(),
                new CacheSettings.SwitchedOff(),
                true,
                SourceDate.DEFAULT,
                NO_SERVICES,
                BuilderSettings.NONE,
                MemorySettings.NONE,
                PublishSettings.NONE,
                false,
                PruneSettings.NONE,
                true);
        ImageReference image = ImageReference.parse(server.address() + "/team/app:1");
        resolver.resolve(image, settings);
        resolver.resolve(image, settings);

        assertThat(server.requests).hasSize(1);
    }

    private String put(String kind, String content) {
        String digest = TestDigests.of(content).toString();
        server.manifests.put("library/base/" + kind + "/" + digest, content);
        return digest;
    }

    private String image(String config) {
        return put(
                "manifests",
                "{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                        + put("blobs", config) + "\",\"size\":" + config.length() + "}}");
    }

    private Triggers triggers(String digest, String platform) throws InterruptedException {
        FleetSettings settings = new FleetSettings(
                Optional.of(server.registry()),
                List.of(),
                Map.of(),
                new CacheSettings.SwitchedOff(),
                true,
                SourceDate.DEFAULT,
                NO_SERVICES,
                BuilderSettings.NONE,
                MemorySettings.NONE,
                PublishSettings.NONE,
                false,
                PruneSettings.NONE,
                true);
        return new RegistryBaseImageResolver(client())
                .triggers(
                        ImageReference.parse(server.address() + "/library/base:1"),
                        Digest.parse(digest),
                        Platform.parse(platform),
                        settings);
    }

    @Test
    void triggersAreThoseInTheConfigurationForThePlatform() throws InterruptedException {
        String amd64 = image("{\"config\":{\"OnBuild\":[\"COPY . /app\",\"RUN --mount=from=a true\"]}}");
        String arm = image("{\"config\":{\"OnBuild\":null}}");
        String index = put(
                "manifests",
                "{\"manifests\":[{\"digest\":\"" + arm
                        + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v6\"}},"
                        + "{\"digest\":\"" + amd64
                        + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}");

        assertThat(triggers(amd64, "linux/amd64"))
                .isEqualTo(new Triggers.Found(List.of("COPY . /app", "RUN --mount=from=a true")));
        assertThat(triggers(index, "linux/amd64"))
                .isEqualTo(new Triggers.Found(List.of("COPY . /app", "RUN --mount=from=a true")));
        assertThat(triggers(index, "linux/arm/v7")).isEqualTo(new Triggers.Found(List.of()));
        assertThat(triggers(index, "linux/s390x")).isEqualTo(new Triggers.Found(List.of()));
    }

    @Test
    void triggersThatCannotBeReadAreNotKnown() throws InterruptedException {
        String missing = TestDigests.of("missing").toString();
        assertThat(triggers(missing, "linux/amd64"))
                .isEqualTo(new Triggers.Unknown(
                        server.address() + " cannot be read: it does not have library/base@" + missing));
        assertThat(triggers(put("manifests", "{\"config\":{\"digest\":\"none\"}}"), "linux/amd64"))
                .isEqualTo(new Triggers.Unknown(server.address() + " cannot be read: " + server.address()
                        + " responded with a malformed manifest for library/base"));
        server.cut = true;
        assertThat(triggers(missing, "linux/amd64")).isInstanceOf(Triggers.Unknown.class);
    }

    /** A report of a test, an index, and something that is no manifest at all, by somebody else who writes to the registry. */
    @Test
    void onlyAnImageIsRememberedForAKey() throws InterruptedException {
        String image = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"},\"layers\":[]";
        server.manifests.put("team/app/manifests/im-1", image + "}");
        server.manifests.put("team/app/manifests/im-2", image + ",\"artifactType\":\"text/plain\"}");
        server.manifests.put(
                "team/app/manifests/im-3",
                image.replace("image.config", "empty").concat("}"));
        server.manifests.put("team/app/manifests/im-4", "<html>");
        List<Problem> notes = new ArrayList<>();

        assertThat(store().remembered("team/app", "im-1", MemoryTrust.inAll(), notes::add))
                .contains(Digest.of(image + "}"));
        assertThat(store().remembered("team/app", "im-0", MemoryTrust.inAll(), notes::add))
                .isEmpty();
        assertThat(notes).isEmpty();
        for (String tag : List.of("im-2", "im-3", "im-4")) {
            assertThat(store().remembered("team/app", tag, MemoryTrust.inAll(), notes::add))
                    .as(tag)
                    .isEmpty();
        }
        assertThat(notes).hasSize(3).allSatisfy(note -> assertThat(note.message())
                .startsWith("what the build registry has as team/app:im-")
                .contains(" is not used: "));
    }

    /** The entry is an index with the image, so that registries keep it. */
    @Test
    void onlyAnImageThatIsSignedIsRemembered() throws InterruptedException {
        TestSigningKeys keys = TestSigningKeys.create();
        MemoryTrust reader = MemoryTrust.in(keys.verifying());
        String image = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"},\"layers\":[]}";
        Digest digest = Digest.of(image);
        server.manifests.put("team/app/manifests/" + digest, image);
        List<Problem> notes = new ArrayList<>();

        store().accept("team/app", Optional.of("im-0"), digest, reader);
        assertThat(server.manifests).doesNotContainKey("team/app/manifests/im-0");
        store().accept("team/app", Optional.of("im-1"), digest, MemoryTrust.in(keys.signing()));
        assertThat(store().remembered("team/app", "im-1", reader, notes::add)).contains(digest);
        assertThat(store().remembered("team/app", "im-1", MemoryTrust.inAll(), notes::add))
                .as("for who believes everything")
                .contains(digest);
        assertThat(notes).isEmpty();

        String entry = server.manifests.get("team/app/manifests/im-1");
        server.manifests.put("team/app/manifests/im-2", entry);
        server.manifests.put(
                "team/app/manifests/im-3",
                entry.replace(digest.hex(), Digest.of("another").hex()));
        store().accept(
                        "team/app",
                        Optional.of("im-4"),
                        digest,
                        MemoryTrust.in(TestSigningKeys.create().signing()));
        for (String tag : List.of("im-2", "im-3", "im-4")) {
            assertThat(store().remembered("team/app", tag, reader, notes::add))
                    .as(tag)
                    .isEmpty();
        }
        assertThat(notes).hasSize(3).allSatisfy(note -> assertThat(note.message())
                .endsWith(" is not used: its signature is not one of the fleet's key"));
        notes.clear();
        server.manifests.remove("team/app/manifests/" + digest);
        assertThat(store().remembered("team/app", "im-1", reader, notes::add)).isEmpty();
        assertThat(notes).singleElement().satisfies(note -> assertThat(note.message())
                .endsWith(" is not used: its image does not exist any more"));
        server.manifests.put("team/app/manifests/" + digest, image);
        notes.clear();
        store().accept("team/app", Optional.of("im-5"), digest, MemoryTrust.inAll());
        assertThat(store().remembered("team/app", "im-5", reader, notes::add)).isEmpty();
        assertThat(notes).singleElement().satisfies(note -> assertThat(note.message())
                .isEqualTo("images that the build registry has for content keys are not used if they are not signed"));
    }
}
