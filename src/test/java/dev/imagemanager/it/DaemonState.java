package dev.imagemanager.it;

import java.util.List;

/** All that a test must not change in the Docker daemon of {@code DOCKER_HOST}. */
record DaemonState(List<String> images, List<String> containers, List<String> volumes) {

    static DaemonState now() {
        return new DaemonState(
                Tool.lines("docker", "images", "--all", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"),
                Tool.lines("docker", "ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Image}}"),
                Tool.lines("docker", "volume", "ls", "--quiet"));
    }
}
