package dev.imagemanager.infra.http;

import dev.imagemanager.file.RegularFile;
import dev.imagemanager.problem.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The certificates of the authorities that the system trusts, where Go programs such as buildctl look for them (Go,
 * crypto/x509, {@code loadSystemRoots} and {@code root_linux.go}): the file in {@code SSL_CERT_FILE}, else the first of
 * the usual files; and all files in the directories of {@code SSL_CERT_DIR}, else in the usual ones.
 */
final class SystemAuthorities {

    static final String FILE_VARIABLE = "SSL_CERT_FILE";
    static final String DIRECTORIES_VARIABLE = "SSL_CERT_DIR";

    private static final Logger LOG = Logger.getLogger(SystemAuthorities.class);

    /** Of Debian, Fedora, openSUSE, OpenELEC, RHEL and Alpine. */
    private static final List<String> USUAL_FILES = List.of(
            "etc/ssl/certs/ca-certificates.crt",
            "etc/pki/tls/certs/ca-bundle.crt",
            "etc/ssl/ca-bundle.pem",
            "etc/pki/tls/cacert.pem",
            "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "etc/ssl/cert.pem");

    private static final List<String> USUAL_DIRECTORIES = List.of("etc/ssl/certs", "etc/pki/tls/certs");

    private static final int LIMIT = 16 << 20;

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private final Map<String, String> environment;
    private final Path root;

    /** By their text, since the same certificates are in several files. */
    private final Map<String, X509Certificate> found = new LinkedHashMap<>();

    /** @param root the root of the file system with the usual places */
    SystemAuthorities(Map<String, String> environment, Path root) {
        this.environment = environment;
        this.root = root;
    }

    /** @throws IOException if a place in the environment cannot be read, or a file there has no certificate */
    static Collection<X509Certificate> ofThisMachine() throws IOException {
        return new SystemAuthorities(System.getenv(), Path.of("/")).read();
    }

    Collection<X509Certificate> read() throws IOException {
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        if (file.isEmpty()) {
            readUsualFile();
        } else {
            readNamed(Path.of(file));
        }
        for (Path directory : directories()) {
            readDirectory(directory);
        }
        return List.copyOf(found.values());
    }

    private void readUsualFile() {
        for (String usual : USUAL_FILES) {
            Path file = root.resolve(usual);
            if (Files.isRegularFile(file)) {
                readIfPossible(file);
                return;
            }
        }
    }

    private void readNamed(Path file) throws IOException {
        int certificates;
        try {
            certificates = add(file);
        } catch (IOException unreadable) {
            throw new IOException(
                    "cannot read the certificates in " + file + ", which " + FILE_VARIABLE + " names: "
                            + FailureReason.of(unreadable),
                    unreadable);
        }
        if (certificates == 0) {
            throw new IOException(
                    file + ", which " + FILE_VARIABLE + " names, does not contain valid PEM certificates");
        }
    }

    private List<Path> directories() {
        String named = environment.getOrDefault(DIRECTORIES_VARIABLE, "");
        return named.isEmpty()
                ? USUAL_DIRECTORIES.stream().map(root::resolve).toList()
                : Arrays.stream(named.split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(Path::of)
                        .toList();
    }

    /** Like Go, passes over directories that do not exist, files without certificates, and links in the directory. */
    private void readDirectory(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return;
        } catch (DirectoryIteratorException | IOException unreadable) {
            if (environment.getOrDefault(DIRECTORIES_VARIABLE, "").isEmpty()) {
                LOG.debugf(unreadable, "%s cannot be read", directory);
                return;
            }
            throw new IOException(
                    "cannot read the directory " + directory + ", which " + DIRECTORIES_VARIABLE + " names: "
                            + unreadable.getMessage(),
                    unreadable);
        }
        files.sort(null);
        for (Path file : files) {
            if (Files.isRegularFile(file) && !isLinkInItsDirectory(file)) {
                readIfPossible(file);
            }
        }
    }

    private static boolean isLinkInItsDirectory(Path file) {
        try {
            return Files.isSymbolicLink(file) && Files.readSymbolicLink(file).getNameCount() == 1;
        } catch (IOException removedMeanwhile) {
            LOG.debugf(removedMeanwhile, "%s cannot be read", file);
            return true;
        }
    }

    private void readIfPossible(Path file) {
        try {
            add(file);
        } catch (IOException unreadable) {
            LOG.debugf(unreadable, "%s cannot be read", file);
        }
    }

    /** Like Go, passes over certificates that are not valid. Returns the number of those that are. */
    private int add(Path file) throws IOException {
        byte[] content = RegularFile.read(file.toRealPath(), LIMIT);
        Matcher certificate = CERTIFICATE.matcher(new String(content, StandardCharsets.ISO_8859_1));
        int valid = 0;
        while (certificate.find()) {
            String text = certificate.group(1).replaceAll("\\s", "");
            if (found.containsKey(text) || parse(certificate.group(), text, file)) {
                valid++;
            }
        }
        return valid;
    }

    private boolean parse(String pem, String text, Path file) {
        try {
            found.put(text, (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))));
            return true;
        } catch (CertificateException damaged) {
            LOG.debugf(damaged, "%s contains a certificate that is not valid", file);
            return false;
        }
    }
}
