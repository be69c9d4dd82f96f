package dev.imagemanager.infra.container;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * A certificate authority (RFC 5280) for one start of one service. Its key only exists in memory, so nobody can issue
 * another certificate later. Keys are for the curve P-256, which all programs accept. Keys and signatures are made by
 * Java; Bouncy Castle only writes the certificates.
 */
final class CertificateAuthority {

    /** How long certificates are valid. {@link ClientCertificates#areValid} has the service restarted before the end. */
    static final Duration VALIDITY = Duration.ofDays(365);

    /** Allows for clocks that differ, such as that of a virtual machine. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final int SERIAL_NUMBER_BITS = 127;

    private final X500Name name;
    private final KeyPair keys;
    private final Instant start;
    private final String certificate;

    /**
     * A certificate with its key.
     *
     * @param certificate in PEM
     * @param key in PEM, PKCS #8
     */
    record Identity(String certificate, String key) {

        /** Does not show the key. */
        @Override
        public String toString() {
            return "certificate and key";
        }
    }

    /** @param name the common name of the authority */
    CertificateAuthority(String name, Instant now) {
        this.name = commonName(name);
        this.keys = keyPair();
        this.start = now;
        this.certificate = certificate(
                this.name,
                keys,
                critical(Extension.basicConstraints, new BasicConstraints(0)),
                critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign)));
    }

    /** Returns the certificate of the authority, in PEM. */
    String certificate() {
        return certificate;
    }

    /** Issues a certificate for a server on the loopback interface, with which it cannot be a client. */
    Identity server(String subject) {
        GeneralName[] places = {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
        };
        return identity(
                subject,
                KeyPurposeId.id_kp_serverAuth,
                new Addition(Extension.subjectAlternativeName, false, new GeneralNames(places)));
    }

    /** Issues a certificate for a client, with which it cannot be a server. */
    Identity client(String subject) {
        return identity(subject, KeyPurposeId.id_kp_clientAuth);
    }

    private Identity identity(String subject, KeyPurposeId purpose, Addition... more) {
        KeyPair own = keyPair();
        Addition[] additions = new Addition[more.length + 3];
        additions[0] = critical(Extension.basicConstraints, new BasicConstraints(false));
        additions[1] = critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
        additions[2] = new Addition(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        System.arraycopy(more, 0, additions, 3, more.length);
        return new Identity(
                certificate(commonName(subject), own, additions),
                pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    /** An extension of a certificate (RFC 5280, section 4.2). */
    private record Addition(ASN1ObjectIdentifier type, boolean isCritical, ASN1Encodable value) {}

    private static Addition critical(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new Addition(type, true, value);
    }

    private String certificate(X500Name subject, KeyPair owner, Addition... additions) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_NUMBER_BITS, new SecureRandom()).add(BigInteger.ONE),
                Date.from(start.minus(CLOCK_SKEW)),
                Date.from(start.plus(VALIDITY)),
                subject,
                SubjectPublicKeyInfo.getInstance(owner.getPublic().getEncoded()));
        try {
            for (Addition addition : additions) {
                builder.addExtension(addition.type(), addition.isCritical(), addition.value());
            }
            return pem(
                    "CERTIFICATE", builder.build(new Signer(keys.getPrivate())).getEncoded());
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    private static X500Name commonName(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** RFC 7468. */
    private static String pem(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** Signs with ECDSA and SHA-256 (RFC 5758, section 3.2). */
    private static final class Signer implements ContentSigner {

        private final Signature signature;

        Signer(PrivateKey key) {
            try {
                this.signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    write(new byte[] {(byte) value}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int start, int length) throws IOException {
                    try {
                        signature.update(bytes, start, length);
                    } catch (SignatureException failure) {
                        throw new IOException(failure);
                    }
                }
            };
        }

        @Override
        public byte[] getSignature() {
            try {
                return signature.sign();
            } catch (SignatureException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
