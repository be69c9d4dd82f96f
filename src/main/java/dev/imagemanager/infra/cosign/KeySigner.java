package dev.imagemanager.infra.cosign;

import dev.imagemanager.infra.cosign.CosignProgram.Answer;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.pipeline.attest.BlobSigner;
import dev.imagemanager.pipeline.attest.Signable;
import dev.imagemanager.pipeline.attest.Signature;
import dev.imagemanager.pipeline.attest.Signer;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signs with a key. One call of {@code cosign sign-blob} signs everything that an image needs: each opens the key, which takes
 * half a second if it has a password. Nothing is written to a transparency log.
 *
 * @param variables with the password
 */
record KeySigner(CosignProgram cosign, KeyAddress key, Map<String, String> variables, KeyVerifier verifier)
        implements BlobSigner {

    KeySigner {
        variables = Map.copyOf(variables);
    }

    @Override
    public Signer signer() {
        return verifier.signer();
    }

    @Override
    public boolean verifies(Signable content, Signature signature) {
        return verifier.verifies(content, signature);
    }

    @Override
    public List<Signature> sign(List<Signable> contents) throws InterruptedException {
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            List<String> arguments =
                    new ArrayList<>(List.of("sign-blob", "--yes", "--tlog-upload=false", "--key", key.written()));
            for (int i = 0; i < contents.size(); i++) {
                Path file =
                        Files.write(work.resolve("blob-" + i), contents.get(i).message());
                arguments.add(file.toString());
            }
            return signatures(contents, cosign.ask(variables, arguments));
        } catch (IOException failure) {
            throw failed(FailureReason.of(failure));
        }
    }

    /** Each is verified, so that what others cannot verify is never uploaded. */
    private List<Signature> signatures(List<Signable> contents, Answer answer) {
        if (!answer.isSuccess()) {
            throw failed(answer.reason());
        }
        if (answer.output().size() != contents.size()) {
            throw failed("it printed " + answer.output().size() + " signatures for " + contents.size() + " files");
        }
        List<Signature> signatures = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            Signature signature = Signature.of(answer.output().get(i).strip());
            if (!verifies(contents.get(i), signature)) {
                throw failed("what it printed is not a signature of the " + verifier.signer());
            }
            signatures.add(signature);
        }
        return signatures;
    }

    private EnvironmentException failed(String reason) {
        return new EnvironmentException(Problem.error("cosign cannot sign with the key " + key + ": " + reason));
    }
}
