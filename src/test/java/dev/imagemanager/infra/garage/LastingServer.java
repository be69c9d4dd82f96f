package dev.imagemanager.infra.garage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Gives one answer to one request. As every HTTP/1.1 server it closes the connection when it is asked to (RFC 9112, 9.6),
 * and else leaves that to the other side.
 */
final class LastingServer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 3000;
    private static final int END = -1;

    private final ServerSocket listener;
    private final CompletableFuture<Integer> nextByte;

    LastingServer(int status, String body) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        nextByte = CompletableFuture.supplyAsync(() -> serve(status, body));
    }

    private int serve(int status, String body) {
        try (Socket connection = listener.accept()) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean isToClose = false;
            String line = request.readLine();
            while (!line.isEmpty()) {
                isToClose |= line.equalsIgnoreCase("Connection: close");
                line = request.readLine();
            }
            String answer = "HTTP/1.1 " + status + " Status\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            return isToClose ? END : request.read();
        } catch (IOException failure) {
            throw new IllegalStateException("the connection stays open", failure);
        }
    }

    String address() {
        return GarageManager.PORT.addressAt(listener.getLocalPort());
    }

    void assertNoConnectionIsOpen() {
        assertThat(nextByte.join()).as("the end of the connection").isEqualTo(END);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
