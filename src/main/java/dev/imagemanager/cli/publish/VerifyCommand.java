package dev.imagemanager.cli.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.SnapshotOption;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.attest.ImageVerification;
import dev.imagemanager.pipeline.attest.VerifiedImage;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "verify",
        description = {
            "Verify images in registries: who signed them, of which commit they are, which packages they have, and which tests"
                    + " they passed.",
            "Of an index, the index and the image of each platform are verified. Exits with 1 when something is missing or not"
                    + " valid."
        })
public final class VerifyCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    SnapshotOption snapshot;

    @Mixin
    OutputOption output;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description =
                    "A reference with its registry, such as ghcr.io/acme/python:3.13, or a target, which is looked for"
                            + " in the registries with 'default: true'. Default: all targets.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The public key that must have signed: a file, env://VARIABLE, or a key in a key management system."
                            + " Default: 'publish.sign' of the fleet.")
    Optional<String> key;

    private final ImageVerification verification;
    private final Console console;

    @Inject
    VerifyCommand(ImageVerification verification, Console console) {
        this.verification = verification;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<VerifiedImage> images = verification.verify(program.directory(), names, snapshot.snapshot(), key);
        if (output.isJson()) {
            console.result(describe(images));
        } else {
            VerifiedText.of(images).forEach(console::result);
        }
        boolean isValid = images.stream().allMatch(VerifiedImage::isValid);
        return (isValid ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static ObjectNode describe(List<VerifiedImage> images) {
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("images");
        images.forEach(image -> image.describe(list.addObject()));
        return document;
    }
}
