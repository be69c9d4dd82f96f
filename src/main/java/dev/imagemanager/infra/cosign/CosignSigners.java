package dev.imagemanager.infra.cosign;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.settings.PublishSettings.Signing;
import dev.imagemanager.pipeline.attest.BlobSigner;
import dev.imagemanager.pipeline.attest.BlobSigners;
import dev.imagemanager.pipeline.attest.SignatureVerifier;
import dev.imagemanager.pipeline.attest.Signer;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.seal.SigningKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens keys for cosign. */
@Singleton
public final class CosignSigners implements BlobSigners {

    private final CosignProgram cosign;
    private final PublicKeys publicKeys;
    private final Environment environment;

    @Inject
    public CosignSigners(CosignProgram cosign, PublicKeys publicKeys, Environment environment) {
        this.cosign = cosign;
        this.publicKeys = publicKeys;
        this.environment = environment;
    }

    @Override
    public BlobSigner open(Signing signing) throws InterruptedException {
        return signing instanceof Signing.WithKey withKey ? open(withKey) : open((Signing.Keyless) signing);
    }

    private BlobSigner open(Signing.WithKey signing) throws InterruptedException {
        KeyAddress key = new KeyAddress(signing.key());
        Problems problems = new Problems();
        checkPresence(key, problems);
        Optional<SigningKeys> configured = readConfigured(signing, problems);
        if (problems.hasErrors()) {
            checkTool(problems);
            problems.throwIfAny();
        }
        cosign.require();
        Map<String, String> variables = PublicKeys.variables(key, signing.password(), environment);
        SigningKeys own = publicKeys.ofPrivateKey(key, variables);
        if (!own.hasCurveOf256Bits()) {
            throw new InputException(Problem.error(
                            "the key " + key + " cannot sign images: cosign signs files with ECDSA and P-256 alone")
                    .withHint("make a key with 'cosign generate-key-pair'"));
        }
        KeyAddress shown = signing.publicKey().map(KeyAddress::new).orElse(key);
        if (configured.isPresent() && !configured.get().verifyLike(own)) {
            throw new InputException(Problem.error("'publish.sign.public_key' (" + shown
                            + ") is not the public key of 'publish.sign.key' (" + key
                            + "), so nobody could verify the signatures with it")
                    .withHint("'cosign public-key --key " + key.written() + "' prints the right one"));
        }
        return new KeySigner(cosign, key, variables, new KeyVerifier(shown, own));
    }

    private void checkPresence(KeyAddress key, Problems problems) {
        Optional<Path> file = key.file();
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            problems.add(Problem.error("the key " + file.get() + ", which 'publish.sign.key' names, "
                            + (Files.exists(file.get()) ? "is not a file" : "does not exist"))
                    .withHint("make one with 'cosign generate-key-pair', or take it from a variable: env://NAME"));
        }
        key.variable()
                .filter(name -> environment.variable(name).isEmpty())
                .ifPresent(name -> problems.add(Problem.error(
                        "the environment variable " + name + ", which 'publish.sign.key' names, is not set")));
    }

    private Optional<SigningKeys> readConfigured(Signing.WithKey signing, Problems problems)
            throws InterruptedException {
        if (signing.publicKey().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    publicKeys.read(new KeyAddress(signing.publicKey().get())));
        } catch (ImageManagerException invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    private void checkTool(Problems problems) {
        try {
            cosign.require();
        } catch (ImageManagerException missing) {
            problems.addAll(missing.problems());
        }
    }

    private BlobSigner open(Signing.Keyless signing) {
        BlobSigner signer = new IdentitySigner(cosign, identity(signing));
        cosign.require();
        return signer;
    }

    private static Signer.Identity identity(Signing.Keyless signing) {
        Problems problems = new Problems();
        if (signing.identity().isEmpty()) {
            problems.add(
                    incomplete("identity", "https://github.com/acme/images/.github/workflows/ci.yml@refs/heads/main"));
        }
        if (signing.issuer().isEmpty()) {
            problems.add(incomplete("issuer", "https://token.actions.githubusercontent.com"));
        }
        problems.throwIfAny();
        return new Signer.Identity(
                signing.identity().orElseThrow(), signing.issuer().orElseThrow());
    }

    private static Problem incomplete(String key, String example) {
        return Problem.error("'publish.sign.keyless' needs 'publish.sign." + key
                        + "': without it, it is not known which signatures are the fleet's")
                .withHint("such as " + example);
    }

    @Override
    public SignatureVerifier verifier(Optional<String> publicKey, Optional<Signing> signing)
            throws InterruptedException {
        if (publicKey.isPresent()) {
            return verifier(new KeyAddress(publicKey.get()));
        }
        Signing configured = signing.orElseThrow(() -> new InputException(
                Problem.error("it is not known whose signatures to look for: the fleet does not sign its images")
                        .withHint("name a public key: --key cosign.pub, or set 'publish.sign'")));
        if (configured instanceof Signing.Keyless keyless) {
            cosign.require();
            return new IdentitySigner(cosign, identity(keyless));
        }
        Signing.WithKey withKey = (Signing.WithKey) configured;
        if (withKey.publicKey().isPresent()) {
            return verifier(new KeyAddress(withKey.publicKey().get()));
        }
        KeyAddress key = new KeyAddress(withKey.key());
        Problems problems = new Problems();
        checkPresence(key, problems);
        problems.throwIfAny();
        return new KeyVerifier(
                key, publicKeys.ofPrivateKey(key, PublicKeys.variables(key, withKey.password(), environment)));
    }

    private SignatureVerifier verifier(KeyAddress address) throws InterruptedException {
        return new KeyVerifier(address, publicKeys.read(address));
    }
}
