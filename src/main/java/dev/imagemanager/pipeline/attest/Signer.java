package dev.imagemanager.pipeline.attest;

/** Who signs, or who must have signed. */
public sealed interface Signer {

    /**
     * A key.
     *
     * @param name of the file, or its address
     */
    record Key(String name) implements Signer {
        @Override
        public String toString() {
            return "key " + name;
        }
    }

    /**
     * An identity that a certificate is for.
     *
     * @param issuer of the identity
     */
    record Identity(String name, String issuer) implements Signer {
        @Override
        public String toString() {
            return name + " of " + issuer;
        }
    }
}
