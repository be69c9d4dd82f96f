package dev.imagemanager.infra.sbom;

import dev.imagemanager.file.RegularFile;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.credentials.UnreadableAccountsException;
import dev.imagemanager.infra.oci.ImageCopy;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.pipeline.build.ProxyArguments;
import dev.imagemanager.pipeline.sbom.PackageScanner.Identity;
import dev.imagemanager.pipeline.sbom.PackageScanner.Request;
import dev.imagemanager.pipeline.sbom.PackageScanner.Scan;
import dev.imagemanager.pipeline.sbom.PackageScanner.Scanner;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.TooSlowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Scans images with an installed syft. All that it writes is in a directory of its own, which is removed afterwards; it
 * reads no configuration of the user or the fleet.
 *
 * @param registry that has the images, if there is one
 */
record SyftScanner(
        ProcessRunner processes,
        RegistryAccounts accounts,
        Path program,
        Identity identity,
        Optional<Registry> registry)
        implements Scanner {

    /** Hashes of all files are not needed for a list of packages. */
    private static final String CONFIGURATION =
            """
            check-for-app-update: false
            cache: { ttl: "0" }
            file: { metadata: { selection: none } }
            """;

    private static final PassedVariables VARIABLES =
            PassedVariables.USUAL.and(ProxyArguments.NAMES).and(PassedVariables.CREDENTIAL_HELPERS);

    /** In bytes. A file of this size lists some hundred thousand packages. */
    private static final int LARGEST = 64 << 20;

    /** In bytes, of warnings. */
    private static final int MOST_OUTPUT = 8 << 20;

    private static final int SHOWN_LINES = 10;

    private static final Pattern WANTS_LOGIN = Pattern.compile("\\b(401|403)\\b|UNAUTHORIZED|DENIED|unauthorized");
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

    /** The seconds since its start, and how bad it is. */
    private static final Pattern BEGIN = Pattern.compile("\\[[0-9]+] +(ERROR|WARN) +");

    @Override
    public Scan scan(Request request) throws InterruptedException {
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            return scan(request, work);
        } catch (UnreadableAccountsException malformed) {
            throw failed(
                    request,
                    malformed.getMessage(),
                    "correct the file, or set " + DockerConfig.VARIABLE + " to another directory");
        } catch (IOException failure) {
            throw new EnvironmentException(
                    problem(
                            request,
                            FailureReason.of(failure),
                            "check the free space and the permissions of the directory for temporary files"),
                    failure);
        }
    }

    private Scan scan(Request request, TemporaryDirectory work) throws IOException, InterruptedException {
        Path configuration = Files.writeString(work.resolve("syft.yaml"), CONFIGURATION);
        Path spdx = work.resolve("spdx.json");
        Path cycloneDx = work.resolve("cyclonedx.json");
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "scan", "--config", configuration.toString()));
        command.addAll(List.of("--source-name", request.target().image()));
        command.addAll(List.of("--source-version", request.target().tag()));
        command.addAll(List.of("--output", "spdx-json@2.3=" + spdx, "--output", "cyclonedx-json@1.6=" + cycloneDx));
        command.addAll(source(request.image(), work));
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        int exitCode;
        try {
            exitCode = processes.run(
                    ProcessCommand.of(request.timeLimit(), command)
                            .passing(VARIABLES)
                            .with(variables(request.image(), work))
                            .in(work.path())
                            .printingAtMost(MOST_OUTPUT),
                    printed::add,
                    printed::add);
        } catch (TooSlowException tooSlow) {
            throw new TimeLimitException(Optional.empty(), last(printed));
        }
        if (exitCode != 0) {
            String error = String.join("; ", last(printed));
            throw failed(
                    request,
                    SyftPackageScanner.PROGRAM + " ended with exit code " + exitCode + ": " + error,
                    remedy(request, error));
        }
        return new Scan(read(request, spdx), read(request, cycloneDx));
    }

    private static String remedy(Request request, String error) {
        if (WANTS_LOGIN.matcher(error).find()) {
            return "credentials are missing or wrong: run 'docker login' for that registry, or set its username and"
                    + " password under 'registries' in .image-manager.yml";
        }
        if (error.contains("unable to parse registry reference")) {
            return SyftPackageScanner.PROGRAM
                    + ", like crane and cosign, reads no repository whose name is one character:"
                    + " give the image a longer name, or 'build_registry' a path";
        }
        return "check that the image can be read: 'image-manager build " + request.target()
                + "' restores one that is lost";
    }

    private static byte[] read(Request request, Path file) throws IOException {
        try {
            return RegularFile.read(file, LARGEST);
        } catch (NoSuchFileException missing) {
            throw failed(
                    request,
                    SyftPackageScanner.PROGRAM + " ended without an error, but wrote no " + file.getFileName(),
                    "'image-manager tools install " + SyftPackageScanner.PROGRAM
                            + "' installs the version that is known");
        }
    }

    /** Returns the arguments that name an image. A layout has to be one with only this image. */
    private static List<String> source(PinnedImage image, TemporaryDirectory work) throws IOException {
        if (image instanceof PinnedImage.InRegistry inRegistry) {
            return List.of("--from", "registry", inRegistry.image().toString());
        }
        PinnedImage.InLayout inLayout = (PinnedImage.InLayout) image;
        Path copy = work.resolve("image");
        ImageCopy.write(inLayout.layout(), inLayout.digest(), copy);
        return List.of("--from", "oci-dir", copy.toString());
    }

    /** Returns how to reach the registry. Accounts are in a file that only this user can read. */
    private Map<String, String> variables(PinnedImage image, TemporaryDirectory work)
            throws IOException, InterruptedException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("TMPDIR", Files.createDirectory(work.resolve("tmp")).toString());
        if (!(image instanceof PinnedImage.InRegistry) || registry.isEmpty()) {
            return variables;
        }
        Registry from = registry.get();
        if (from.transport() == Registry.Transport.INSECURE) {
            variables.put("SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY", "true");
        }
        if (from.transport() != Registry.Transport.TLS) {
            variables.put("SYFT_REGISTRY_INSECURE_USE_HTTP", "true");
        }
        from.authority().ifPresent(file -> variables.put("SYFT_REGISTRY_CA_CERT", file.toString()));
        Path credentials = Files.createDirectory(work.resolve("docker"));
        if (accounts.writeCopy(credentials, List.of(from), UnaryOperator.identity())) {
            variables.put(DockerConfig.VARIABLE, credentials.toString());
        }
        return variables;
    }

    private static List<String> last(List<String> printed) {
        List<String> lines = printed.stream()
                .map(line -> BEGIN.matcher(COLOURS.matcher(line).replaceAll(""))
                        .replaceFirst("")
                        .strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    }

    private static EnvironmentException failed(Request request, String reason, String hint) {
        return new EnvironmentException(problem(request, reason, hint));
    }

    private static Problem problem(Request request, String reason, String hint) {
        return Problem.error("the scan of " + request.target() + " for " + request.platform() + " failed: " + reason)
                .withHint(hint);
    }
}
