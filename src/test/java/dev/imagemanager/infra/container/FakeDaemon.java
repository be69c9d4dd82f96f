package dev.imagemanager.infra.container;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Answers over TLS as the daemon for 127.0.0.1 that {@code docker-tls} has certificates of, and wants one of its client. */
public final class FakeDaemon implements AutoCloseable {

    /** With those of a client that may use it. */
    public static final Path CERTIFICATES = Path.of("src/test/resources/docker-tls");

    private final HttpsServer server;

    FakeDaemon() throws IOException {
        this(CERTIFICATES.resolve("server"));
    }

    /** @param certificates the directory of the daemon's, and of the authority that its clients need one of */
    FakeDaemon(Path certificates) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(certificates)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters demands = getSSLContext().getDefaultSSLParameters();
                demands.setNeedClientAuth(true);
                parameters.setSSLParameters(demands);
            }
        });
        answering("/_ping", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'O', 'K'});
            exchange.close();
        });
        server.start();
    }

    /** With the certificate of the daemon, for clients that show theirs. */
    public static SSLContext own() {
        return context(CERTIFICATES.resolve("server"));
    }

    private static SSLContext context(Path certificates) {
        DaemonTls tls = new DaemonTls(certificates, true, true, "a test asks for certificates", "");
        return DaemonCertificates.read(tls, "127.0.0.1").getSSLContext();
    }

    FakeDaemon answering(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return this;
    }

    String address() {
        return at("127.0.0.1");
    }

    /** By a name for which it has no certificate. */
    String otherAddress() {
        return at("localhost");
    }

    private String at(String host) {
        return "tcp://" + host + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
