package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A fleet with registry, Garage and buildkitd of its own, whatever else runs on this machine. */
final class FleetWithCache {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Its output is another one each time it runs. */
    static final String RANDOM = "RUN cat /proc/sys/kernel/random/uuid > /random\n";

    final FleetFiles files;
    final Path directory;
    final String image = "it-" + UUID.randomUUID().toString().substring(0, 8);

    FleetWithCache(Path directory) {
        this.directory = directory;
        this.files = new FleetFiles(directory).image(image, "1.0.0", "FROM debian:bookworm-slim\n" + RANDOM);
    }

    Program program() {
        return new Program(directory)
                .with(ServiceProbe.VARIABLE, ServiceProbe.SECRET)
                .with("BUILDKIT_HOST", null)
                .with("DOCKER_HOST", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_GARAGE_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "process")
                .with("AWS_ACCESS_KEY_ID", null)
                .with("AWS_SECRET_ACCESS_KEY", null);
    }

    /** @return a port that no other fleet's Garage takes as soon as it is free */
    int keepGarageToItself() {
        int port = UnusedPort.find();
        files.file(".image-manager.yml", "services: { garage: { port: " + port + " } }\n");
        return port;
    }

    Result succeeds(String... arguments) {
        return succeeds(program().run(arguments));
    }

    static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    /** With nothing in buildkitd's own cache. */
    Result rebuild(String... options) {
        forget();
        String[] arguments = new String[options.length + 2];
        arguments[0] = "build";
        arguments[1] = "--force";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return succeeds(arguments);
    }

    void forget() {
        List<String> command = new ArrayList<>(List.of("buildctl", "--addr", addressOf("buildkitd")));
        if (files.exists(".buildkit/buildkitd/tls")) {
            command.addAll(List.of(
                    "--tlsdir", directory.resolve(".buildkit/buildkitd/tls").toString()));
        }
        command.addAll(List.of("prune", "--all"));
        Tool.run(command.toArray(String[]::new));
    }

    /** Where a service was at last. */
    private String addressOf(String service) {
        for (JsonNode record : json(files.read(".buildkit/services.json")).path("services")) {
            if (record.path("name").asText().equals(service)) {
                return record.path("address").asText();
            }
        }
        throw new AssertionError(service + " was not started");
    }

    String digest(String tag) {
        return digest(image, tag);
    }

    String digest(String name, String tag) {
        return json(files.read("dist/" + name + "/" + tag + "/build.json"))
                .path("digest")
                .asText();
    }

    String log(String tag) {
        return log(image, tag);
    }

    String log(String name, String tag) {
        return files.read("dist/" + name + "/" + tag + "/build.log");
    }

    JsonNode statistics() {
        return json(succeeds("cache", "stats", "--output", "json").output());
    }

    /** What the layer cache has of one image. */
    JsonNode statisticsOf(String name) {
        for (JsonNode one : statistics().path("images")) {
            if (one.path("image").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("the layer cache has nothing of " + name);
    }

    JsonNode credentials() {
        return json(files.read(".buildkit/garage/credentials.json"));
    }

    String accessKey() {
        return credentials().path("accessKey").asText();
    }

    String secretKey() {
        return credentials().path("secretKey").asText();
    }

    /** The cache as somebody else's service, for a fleet that has to be told. */
    Program withConfiguredCache(String endpoint, String bucket, String secret) {
        return program()
                .with("IMAGE_MANAGER_CACHE_ENDPOINT", endpoint)
                .with("IMAGE_MANAGER_CACHE_BUCKET", bucket)
                .with("IMAGE_MANAGER_CACHE_REGION", credentials().path("region").asText())
                .with("IMAGE_MANAGER_CACHE_ACCESS_KEY", accessKey())
                .with("IMAGE_MANAGER_CACHE_SECRET_KEY", secret);
    }

    /** Asks Garage itself, and leaves no connection open, since it would not end before that is closed. */
    JsonNode administer(String call, String... body) {
        try {
            URI address =
                    URI.create(files.read(".buildkit/garage/admin_address").strip() + "/v2/" + call);
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty(
                    "Authorization",
                    "Bearer " + files.read(".buildkit/garage/admin_token").strip());
            if (body.length > 0) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body[0].getBytes(StandardCharsets.UTF_8));
            }
            assertThat(connection.getResponseCode()).as(call).isEqualTo(200);
            return json(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long pidOf(String service) {
        return Long.parseLong(files.read(".buildkit/" + service + "/pid").split(" ")[0]);
    }

    /** To be called at a test's end: nothing is left of it. */
    void stop() {
        succeeds("services", "down");
        List<String> left = Tool.lines("ps", "-eo", "args").stream()
                .filter(arguments -> arguments.contains(directory + "/.buildkit/"))
                .toList();
        assertThat(left).isEmpty();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
