package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the kernel knows of the processes of a service, in whatever mode and namespaces it runs: where they listen, and their
 * environment (proc(5)). Takes root.
 */
record ServiceProbe(String service, List<ProcessHandle> processes) {

    /** A variable of whoever starts services, that is not for them. */
    static final String VARIABLE = "IT_TOKEN";

    /** Its value. */
    static final String SECRET = "hunter2-hunter2";

    /** A user who is neither root nor the one of {@link UnprivilegedUser}. */
    private static final List<String> AS_ANOTHER_USER = List.of("setpriv", "--reuid=2", "--regid=2", "--clear-groups");

    private static final Path PROC = Path.of("/proc");

    ServiceProbe {
        assertThat(processes).as("processes of " + service).isNotEmpty();
        processes = List.copyOf(processes);
    }

    /** @param pid of the first process of the service */
    static ServiceProbe of(String service, long pid) {
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
        return new ServiceProbe(
                service, Stream.concat(Stream.of(first), first.descendants()).toList());
    }

    /** Its control group tells a process of a container also if the Docker daemon numbers processes on its own. */
    static ServiceProbe ofContainer(String service, String container) {
        String id = Tool.run("docker", "inspect", "--format", "{{.Id}}", container);
        return new ServiceProbe(
                service,
                ProcessHandle.allProcesses()
                        .filter(process -> text(file(process, "cgroup")).contains(id))
                        .toList());
    }

    void assertNoVariableOfTheCaller() {
        for (ProcessHandle process : processes) {
            assertThat(text(file(process, "environ"))).as(service).doesNotContain(VARIABLE, SECRET);
        }
    }

    /** Where it listens in its own network: addresses with ports. */
    List<String> ports() {
        return Stream.of("tcp", "tcp6", "udp", "udp6")
                .flatMap(table -> entries("net/" + table))
                // Listening, for TCP, and without a peer, for UDP.
                .filter(entry -> entry[3].equals("0A") || entry[3].equals("07"))
                .map(entry -> address(entry[1]))
                .distinct()
                .sorted()
                .toList();
    }

    /** Asserts that it listens on no port, and on sockets only that only its owner can reach. */
    void assertListensPrivatelyIn(Path fleet) throws IOException {
        assertThat(ports()).as("ports of " + service).isEmpty();
        Path state = fleet.toRealPath().resolve(".buildkit");
        assertThat(Files.getPosixFilePermissions(state)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        List<String> outside = new ArrayList<>();
        int listening = 0;
        for (ProcessHandle process : processes) {
            for (String socket : socketsOf(process)) {
                listening++;
                if (!socket.startsWith(state + "/") && !isInFilesOfItsOwn(process, socket)) {
                    outside.add(socket);
                }
            }
        }
        assertThat(outside).as("sockets of " + service).isEmpty();
        assertThat(listening).as("sockets of " + service).isPositive();
    }

    /** Sockets without files belong to a network, which build steps may be in (unix(7), "abstract"). */
    void assertNoSocketWithoutFile() {
        for (ProcessHandle process : processes) {
            assertThat(socketsOf(process)).as(service).noneMatch(socket -> socket.startsWith("@"));
        }
    }

    /** Whether a socket is in a mount namespace of the process, and not the one that has this path for others. */
    private static boolean isInFilesOfItsOwn(ProcessHandle process, String socket) throws IOException {
        Path common = Path.of(socket);
        return socket.startsWith("/")
                && !(Files.exists(common) && Files.isSameFile(common, file(process, "root" + socket)));
    }

    private List<String> socketsOf(ProcessHandle process) {
        return entries(process, "net/unix")
                // __SO_ACCEPTCON of the kernel: it listens.
                .filter(entry -> entry.length > 7 && entry[3].equals("00010000"))
                .map(entry -> entry[7])
                .toList();
    }

    private Stream<String[]> entries(String table) {
        return processes.stream().flatMap(process -> entries(process, table));
    }

    /** The lines of a table of sockets that this process has open. */
    private static Stream<String[]> entries(ProcessHandle process, String table) {
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(file(process, "fd"))) {
            for (Path descriptor : open) {
                own.add(Files.readSymbolicLink(descriptor).toString());
            }
        } catch (IOException ended) {
            return Stream.empty();
        }
        int inode = table.endsWith("unix") ? 6 : 9;
        return text(file(process, table))
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(entry -> entry.length > inode && own.contains("socket:[" + entry[inode] + "]"));
    }

    /** Numbers are in the byte order of this machine. */
    private static String address(String written) {
        String[] parts = written.split(":");
        ByteBuffer bytes = ByteBuffer.allocate(parts[0].length() / 2).order(ByteOrder.nativeOrder());
        for (int start = 0; start < parts[0].length(); start += 8) {
            bytes.putInt((int) HexFormat.fromHexDigitsToLong(parts[0], start, start + 8));
        }
        try {
            return InetAddress.getByAddress(bytes.array()).getHostAddress() + ":" + HexFormat.fromHexDigits(parts[1]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What another user of this machine gets from a port of {@code 127.0.0.1} without an account. */
    static String asAnotherUser(int port, String path) {
        return connect(AS_ANOTHER_USER, "127.0.0.1/" + port, path);
    }

    /** What a build step gets that is in the network of this service. */
    String asStepBeside(String host, int port, String path) {
        return connect(
                List.of(
                        "nsenter",
                        "--net=" + file(processes.get(processes.size() - 1), "ns/net"),
                        "setpriv",
                        "--reuid=2",
                        "--regid=2",
                        "--clear-groups"),
                host + "/" + port,
                path);
    }

    private static String connect(List<String> before, String place, String path) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                "timeout",
                "20",
                "bash",
                "-c",
                // A server may refuse before it has read all.
                "trap '' PIPE; exec 3<>/dev/tcp/" + place + "; { printf 'GET " + path
                        + " HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 || true; cat <&3; }"
                        + " 2>/dev/null | tr -d '\\0'"));
        return Tool.run(command.toArray(String[]::new));
    }

    /** Asserts that another user cannot read a file. */
    static void assertSecret(Path file) {
        List<String> command = new ArrayList<>(AS_ANOTHER_USER);
        command.addAll(List.of("sh", "-c", "cat \"$1\" 2>&1 || true", "sh", file.toString()));
        assertThat(Tool.run(command.toArray(String[]::new))).endsWith("Permission denied");
    }

    private static Path file(ProcessHandle process, String name) {
        return PROC.resolve(Long.toString(process.pid())).resolve(name);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
