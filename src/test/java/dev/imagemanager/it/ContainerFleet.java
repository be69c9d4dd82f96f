package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small fleet whose services are containers of the user's Docker daemon. */
final class ContainerFleet {

    final Path directory;
    final FleetFiles files;

    ContainerFleet(Path directory) {
        this.directory = directory;
        this.files = new FleetFiles(directory)
                .image("app", "1", "FROM scratch\nCOPY greeting /\n")
                .file("images/app/greeting", "hello\n")
                .image("child", "1", "FROM app:1\nCOPY greeting /again\n")
                .file("images/child/greeting", "hello again\n")
                .file(
                        "images/child/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests: [{name: it is there, path: /again, shouldExist: true}]\n");
    }

    Program program() {
        return new Program(directory)
                .with(ServiceProbe.VARIABLE, ServiceProbe.SECRET)
                .with("BUILDKIT_HOST", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_MIRRORS", null)
                .with("IMAGE_MANAGER_CACHE", "false")
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_DIND_MODE", "container");
    }

    /** As {@link #program()}, but build steps use the network of the machine, and so reach a mirror there. */
    Program programInTheMachinesNetwork() {
        return program()
                .with("IMAGE_MANAGER_MIRRORS", System.getenv("IMAGE_MANAGER_MIRRORS"))
                .with("IMAGE_MANAGER_ALLOW", "host-network")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_NETWORK", "host");
    }

    /**
     * As {@link #program()}, with a base image. Where it comes from a mirror on this machine, which a network of containers
     * does not reach, it is first copied to the fleet's own registry, which is started.
     */
    Program programWithBaseImage() {
        String mirrors = System.getenv("IMAGE_MANAGER_MIRRORS");
        if (mirrors == null) {
            return program();
        }
        succeeds("services", "up", "registry");
        String own = addressOf("registry");
        String image = "/library/debian:bookworm-slim";
        new OwnAccount(directory)
                .crane(own, "copy", "--insecure", mirrors.replaceFirst("^docker\\.io=", "") + image, own + image);
        return program().with("IMAGE_MANAGER_MIRRORS", "docker.io=" + own);
    }

    Result succeeds(String... arguments) {
        return succeeds(program().run(arguments));
    }

    static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    /** Part of the names and labels of all that is the fleet's. */
    String id() {
        return Tool.run(
                "sh", "-c", "printf %s \"$(realpath '" + directory + "')/.buildkit\" | sha256sum | cut -c 1-12");
    }

    List<String> containers() {
        return Tool.lines(
                "docker", "ps", "--all", "--filter", "label=dev.imagemanager.fleet=" + id(), "--format", "{{.Names}}");
    }

    List<String> networks() {
        return objects("network");
    }

    private List<String> objects(String kind) {
        return Tool.lines(
                "docker", kind, "ls", "--filter", "label=dev.imagemanager.fleet=" + id(), "--format", "{{.Name}}");
    }

    String containerOf(String service) {
        return "image-manager-" + id() + "-" + service;
    }

    String inspect(String service, String format) {
        return Tool.run("docker", "inspect", "--format", format, containerOf(service));
    }

    /** The address of a service that runs. */
    String addressOf(String service) {
        Matcher status = Pattern.compile("^" + service + " +container +running +(\\S+)$", Pattern.MULTILINE)
                .matcher(succeeds("services", "status").output());
        assertThat(status.find()).as(service).isTrue();
        return status.group(1);
    }

    /** Stops the services, and removes what is left in any case. */
    void stop() {
        Result down = program().run("services", "down");
        containers().forEach(container -> Tool.run("docker", "rm", "--force", "--volumes", container));
        List<String> networks = networks();
        objects("volume").forEach(volume -> Tool.run("docker", "volume", "rm", volume));
        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(networks).isEmpty();
    }
}
