package dev.imagemanager.infra.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemAuthoritiesTest {

    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();

    private Collection<X509Certificate> read() throws IOException {
        return new SystemAuthorities(environment, root).read();
    }

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static String authority() throws IOException {
        return Files.readString(ScriptedServer.AUTHORITY);
    }

    private static String another() throws IOException {
        return Files.readString(
                ScriptedServer.AUTHORITY.resolveSibling("server").resolve("cert.pem"));
    }

    @Test
    void aSystemMayHaveNone() throws IOException {
        assertThat(read()).isEmpty();
    }

    @Test
    void theFirstOfTheUsualFilesCounts() throws IOException {
        file("etc/ssl/cert.pem", another());
        assertThat(read()).hasSize(1);
        file("etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "# a comment\n" + authority() + "text\n" + another());
        assertThat(read()).hasSize(2);
        file("etc/ssl/certs/ca-certificates.crt", authority());
        assertThat(read()).hasSize(1);
    }

    @Test
    void allFilesInTheUsualDirectoriesCountOnceEach() throws IOException {
        file("etc/ssl/certs/ca-certificates.crt", authority());
        file("etc/ssl/certs/company.pem", another() + authority());
        file("etc/ssl/certs/README", "no certificate");
        file("etc/ssl/certs/damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.createSymbolicLink(root.resolve("etc/ssl/certs/0a1b2c3d.0"), Path.of("company.pem"));
        Files.createDirectory(root.resolve("etc/ssl/certs/java"));

        assertThat(read()).hasSize(2);
    }

    @Test
    void theEnvironmentNamesOtherPlaces() throws IOException {
        file("etc/ssl/certs/ca-certificates.crt", authority() + another());
        environment.put("SSL_CERT_FILE", file("company/ca.pem", authority()).toString());
        environment.put("SSL_CERT_DIR", root.resolve("missing") + "::" + root.resolve("company/more"));
        assertThat(read()).hasSize(1);

        file("company/more/a.pem", another());
        assertThat(read()).hasSize(2);
    }

    @Test
    void aNamedFileThatIsOfNoUseIsAnErrorWithItsName() throws IOException {
        Path file = root.resolve("ca.pem");
        environment.put("SSL_CERT_FILE", file.toString());
        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read the certificates in " + file + ", which SSL_CERT_FILE names: " + file
                        + " does not exist");

        Files.writeString(file, "garbage");
        assertThatThrownBy(this::read)
                .hasMessage(file + ", which SSL_CERT_FILE names, does not contain valid PEM certificates");

        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(this::read).hasMessageContaining("does not contain valid PEM certificates");
    }
}
