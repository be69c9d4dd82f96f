package dev.imagemanager.infra.cosign;

import dev.imagemanager.pipeline.attest.Signable;
import dev.imagemanager.pipeline.attest.Signature;
import dev.imagemanager.pipeline.attest.SignatureVerifier;
import dev.imagemanager.pipeline.attest.Signer;
import dev.imagemanager.seal.SigningKeys;

/** Verifies with a public key, as cosign does, in this program: a publication looks at thousands of signatures. */
record KeyVerifier(KeyAddress address, SigningKeys keys) implements SignatureVerifier {

    @Override
    public Signer signer() {
        return new Signer.Key(address.toString());
    }

    @Override
    public boolean verifies(Signable content, Signature signature) {
        return keys.isSigned(content.message(), signature.value());
    }
}
