package dev.imagemanager.pipeline.attest;

import dev.imagemanager.TestSigningKeys;
import dev.imagemanager.seal.SigningKeys;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** Signs with a key of a test's own. */
record FakeSigner(String name, TestSigningKeys pair, List<Signable> signed) implements BlobSigner {

    static FakeSigner create(String name) {
        return new FakeSigner(name, TestSigningKeys.create("EC"), Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public Signer signer() {
        return new Signer.Key(name);
    }

    @Override
    public boolean verifies(Signable content, Signature signature) {
        SigningKeys keys = pair.verifying();
        return keys.isSigned(content.message(), signature.value());
    }

    @Override
    public List<Signature> sign(List<Signable> contents) {
        signed.addAll(contents);
        return contents.stream().map(this::sign).toList();
    }

    private Signature sign(Signable content) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.pair().getPrivate());
            signature.update(content.message());
            return Signature.of(Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
