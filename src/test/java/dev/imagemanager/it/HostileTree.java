package dev.imagemanager.it;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Replaces files of a fleet, and adds others, as a repository, an archive or a copy of a stranger may have them. */
final class HostileTree {

    private static final List<String> SOURCES = List.of(
            ".image-manager.yml",
            "images",
            "images/app",
            "images/app/image.yml",
            "images/app/Dockerfile",
            "images/app/test.yml",
            "images/base/Dockerfile.tmpl",
            "images/base/test.yml.tmpl",
            "images/base/.dockerignore",
            "images/one.yml",
            "images/one",
            "images/one/Dockerfile",
            "images/other/image.yml",
            "templates",
            "templates/part.tmpl",
            "templates/whole.tmpl");

    private static final List<String> CONTEXTS = List.of(
            "images/app/files",
            "images/app/files/a",
            "images/app/files/deep/b",
            "images/app/c",
            "images/base/files",
            "images/base/d",
            "images/one/e",
            "images/one/sub/f",
            "templates/sub",
            "templates/unused.tmpl");

    private static final List<String> OUTPUT = List.of(
            "dist",
            "dist/.lock",
            "dist/fleet.json",
            "dist/.fleet.json.1.partial",
            "dist/.bases.json",
            "dist/.images",
            "dist/.images/index.json",
            "dist/.images/oci-layout",
            "dist/.images/blobs",
            "dist/.images/blobs/sha256",
            "dist/.images/blobs/sha256/" + "a".repeat(64),
            "dist/app",
            "dist/app/1",
            "dist/app/1/Dockerfile",
            "dist/app/1/Dockerfile.dockerignore",
            "dist/app/1/test.yml",
            "dist/app/1/.test.yml.1.partial",
            "dist/app/1/build.json",
            "dist/app/1/build.log",
            "dist/app/1/image.tar",
            "dist/app/1/test-report.json",
            "dist/app/1/test-report.xml",
            "dist/app/1/linux-amd64",
            "dist/app/1/linux-amd64/image.tar",
            "dist/base",
            "dist/base/2",
            "dist/base/2/Dockerfile",
            "dist/base/2/build.json",
            "dist/gone",
            "dist/gone/1",
            "dist/gone/1/build.json",
            "dist/gone/1/image.tar");

    private static final List<String> STATE = List.of(
            ".buildkit",
            ".buildkit/.gitignore",
            ".buildkit/seal",
            ".buildkit/.seal.1.partial",
            ".buildkit/services.lock",
            ".buildkit/services.json",
            ".buildkit/registry",
            ".buildkit/registry/pid",
            ".buildkit/registry/pid.new",
            ".buildkit/registry/log",
            ".buildkit/registry/log.last",
            ".buildkit/registry/config.yml",
            ".buildkit/registry/container",
            ".buildkit/registry/image",
            ".buildkit/registry/user",
            ".buildkit/registry/password",
            ".buildkit/registry/.password.1.partial",
            ".buildkit/registry/htpasswd",
            ".buildkit/registry/data",
            ".buildkit/registry/data/docker",
            ".buildkit/buildkitd",
            ".buildkit/buildkitd/pid",
            ".buildkit/buildkitd/log",
            ".buildkit/buildkitd/container",
            ".buildkit/buildkitd/buildkitd.toml",
            ".buildkit/buildkitd/buildkitd.sock",
            ".buildkit/buildkitd/host-aliases",
            ".buildkit/buildkitd/network",
            ".buildkit/buildkitd/tls",
            ".buildkit/buildkitd/tls/key.pem",
            ".buildkit/buildkitd/data",
            ".buildkit/buildkitd/run",
            ".buildkit/garage",
            ".buildkit/garage/pid",
            ".buildkit/garage/log",
            ".buildkit/garage/credentials.json",
            ".buildkit/garage/admin_token",
            ".buildkit/garage/rpc_secret",
            ".buildkit/garage/admin_address",
            ".buildkit/garage/data",
            ".buildkit/garage/data/meta",
            ".buildkit/dind",
            ".buildkit/dind/pid",
            ".buildkit/dind/log",
            ".buildkit/dind/docker.sock",
            ".buildkit/dind/network",
            ".buildkit/dind/tls",
            ".buildkit/dind/tls/cert.pem",
            ".buildkit/dind/data",
            ".buildkit/dind/run");

    private static final List<String> TARGETS = List.of(
            "/dev/zero",
            "/dev/stdin",
            "/dev/full",
            "/dev/tty",
            "/proc/self/environ",
            "/proc/self/fd/0",
            "/proc/self/root",
            "/",
            "..",
            ".",
            "nowhere",
            "x/".repeat(2_000),
            "n".repeat(300));

    /** What a name may end in: not UTF-8, a new line, an escape sequence, and more than fits with others into a path. */
    private static final List<String> ENDINGS =
            List.of("\\377\\376.yml", "\\n::error::x", "\\033[31m.tmpl", "\\303\\251", " ", "x".repeat(200));

    private final Path fleet;
    private final WatchedTree watched;
    private final Random random;
    private final List<String> made = new ArrayList<>();
    private List<String> state = STATE;

    HostileTree(Path fleet, WatchedTree watched, Random random) {
        this.fleet = fleet;
        this.watched = watched;
        this.random = random;
    }

    /** Damages only what is in the state of services, as a program can that restores files into it. */
    void spareTheSeal() {
        state = STATE.stream()
                .filter(file -> !file.equals(".buildkit") && !file.equals(".buildkit/seal"))
                .toList();
        made.add("a sealed .buildkit");
    }

    /** @return what was made, for messages */
    List<String> make() throws IOException {
        // With a definition that cannot be read, most commands do not get far.
        if (random.nextInt(3) == 0) {
            damage(SOURCES, 1 + random.nextInt(6));
        }
        damage(CONTEXTS, random.nextInt(6));
        damage(OUTPUT, 1 + random.nextInt(12));
        damage(state, 1 + random.nextInt(12));
        for (String folder : List.of("images/app/files", "dist/app/1", ".buildkit/registry", "templates", "images")) {
            if (random.nextInt(3) == 0) {
                addNames(fleet.resolve(folder));
            }
        }
        if (random.nextInt(4) == 0) {
            addDeepDirectories(fleet.resolve(List.of("images/app/files", "dist", ".buildkit/registry/data", "templates")
                    .get(random.nextInt(4))));
        }
        return List.copyOf(made);
    }

    private void damage(List<String> places, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            // The first ones hide what is below them.
            String place = places.get(random.nextInt(places.size()));
            if (place.equals("dist") || place.equals(".buildkit") || place.equals("images")) {
                place = places.get(random.nextInt(places.size()));
            }
            Path file = fleet.resolve(place);
            if (leadsOutside(file.getParent())) {
                continue;
            }
            Files.createDirectories(file.getParent());
            replace(file);
        }
    }

    private boolean leadsOutside(Path folder) {
        for (Path path = folder; !path.equals(fleet); path = path.getParent()) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    private void replace(Path file) throws IOException {
        Tool.run("rm", "-rf", file.toString());
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5 ->
                link(file, watched.any(random, file.getFileName().toString()).toString());
            case 6 ->
                link(
                        file,
                        file.getParent()
                                .relativize(
                                        watched.any(random, file.getFileName().toString()))
                                .toString());
            case 7, 8 -> link(file, TARGETS.get(random.nextInt(TARGETS.size())));
            case 9 -> link(file, file.getFileName().toString());
            case 10 -> {
                Files.createLink(file, watched.hard(random));
                made.add("hard link " + fleet.relativize(file));
            }
            case 11 -> {
                Tool.run("mkfifo", file.toString());
                made.add("named pipe " + fleet.relativize(file));
            }
            case 12 -> socket(file);
            case 13 -> device(file);
            case 14 -> {
                Files.createDirectory(file);
                if (random.nextBoolean()) {
                    link(file.resolve("log"), watched.any(random, "log").toString());
                }
                made.add("directory " + fleet.relativize(file));
            }
            default -> file(file);
        }
    }

    private void link(Path file, String target) throws IOException {
        Files.createSymbolicLink(file, Path.of(target));
        made.add("link " + fleet.relativize(file) + " -> " + target);
    }

    private void file(Path file) throws IOException {
        made.add("file " + fleet.relativize(file));
        if (random.nextInt(3) == 0) {
            try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
                large.setLength(70L << 20);
            }
            return;
        }
        byte[] content = new byte[random.nextInt(300)];
        random.nextBytes(content);
        Files.write(file, content);
        if (random.nextInt(4) == 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        }
    }

    private void socket(Path file) throws IOException {
        Path shorter = Files.createTempDirectory("s").resolve("s");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(shorter));
        }
        Tool.run("mv", "-T", shorter.toString(), file.toString());
        Files.delete(shorter.getParent());
        made.add("socket " + fleet.relativize(file));
    }

    /** Only root may make one. */
    private void device(Path file) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            link(file, "/dev/zero");
            return;
        }
        Tool.run("mknod", file.toString(), "c", "1", random.nextBoolean() ? "5" : "3");
        made.add("device " + fleet.relativize(file));
    }

    private void addNames(Path folder) throws IOException {
        if (leadsOutside(folder)) {
            return;
        }
        Files.createDirectories(folder);
        for (int i = 0; i < 3; i++) {
            Path file = folder.resolve("odd" + made.size());
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                replace(file);
                String ending = ENDINGS.get(random.nextInt(ENDINGS.size()));
                Tool.run("sh", "-c", "mv -T -- \"$1\" \"$1$(printf \"$2x\")\"", "sh", file.toString(), ending);
                made.add("… renamed with " + ending);
            }
        }
    }

    /** Deeper than a path may be long. */
    private void addDeepDirectories(Path folder) throws IOException {
        if (leadsOutside(folder)) {
            return;
        }
        Files.createDirectories(folder);
        Tool.run(
                "sh",
                "-c",
                "cd \"$1\" && for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do"
                        + " mkdir -p \"$2\" && cd -P \"$2\" || exit 1; done; echo '{}' >build.json",
                "sh",
                folder.toString(),
                "d".repeat(250));
        made.add("deep directories in " + fleet.relativize(folder));
    }
}
