package dev.imagemanager.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Makes the daemon of a Unix socket one that is spoken to over TLS, on the loopback address. */
final class TlsRelay implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final Path socket;
    private final SSLServerSocket server;

    /** @param context with a certificate; clients have to show one as well */
    TlsRelay(Path socket, SSLContext context) throws IOException {
        this.socket = socket;
        this.server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) server.accept();
                start(() -> relay(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void relay(SSLSocket client) {
        try (client;
                SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            start(() -> send(client, daemon));
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            OutputStream output = client.getOutputStream();
            for (int read = daemon.read(buffer); read >= 0; read = daemon.read(buffer.clear())) {
                output.write(buffer.array(), 0, read);
            }
        } catch (IOException brokenOff) {
            // By one side or the other; both connections are closed now.
            return;
        }
    }

    private static void send(SSLSocket client, SocketChannel daemon) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream input = client.getInputStream();
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                ByteBuffer content = ByteBuffer.wrap(buffer, 0, read);
                while (content.hasRemaining()) {
                    daemon.write(content);
                }
            }
            daemon.shutdownOutput();
        } catch (IOException brokenOff) {
            closeQuietly(daemon);
        }
    }

    private static void closeQuietly(SocketChannel daemon) {
        try {
            daemon.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
