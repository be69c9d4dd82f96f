package dev.imagemanager.infra.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Java's HTTP client as this program asks servers elsewhere: through the proxies of the environment, with the accounts
 * that their addresses hold. Redirects are followed, but never from HTTPS to HTTP.
 */
@Singleton
public final class OutgoingHttp {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    private final EnvironmentProxies proxies;
    private volatile HttpClient client;

    @Inject
    public OutgoingHttp(EnvironmentProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * @param address as somebody else may have written it
     * @throws IOException if it is none that can be asked, or its proxy is none
     */
    public HttpRequest.Builder request(String address) throws IOException {
        try {
            URI uri = URI.create(address);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            proxies.authorization(uri).ifPresent(account -> request.header("Proxy-Authorization", account));
            return request;
        } catch (IllegalArgumentException noAddress) {
            throw impossible(noAddress);
        }
    }

    /** @throws IOException also if the address has a port that there is not */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws IOException, InterruptedException {
        try {
            return client().send(request, body);
        } catch (IllegalArgumentException noAddress) {
            throw impossible(noAddress);
        }
    }

    /** @throws IOException if the address has a port that there is not; any other failure is the result's */
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> body)
            throws IOException {
        try {
            return client().sendAsync(request, body);
        } catch (IllegalArgumentException noAddress) {
            throw impossible(noAddress);
        }
    }

    private static IOException impossible(IllegalArgumentException reason) {
        return new IOException(reason.getMessage(), reason);
    }

    /** Made for the first request, since it starts threads. */
    private HttpClient client() {
        if (client == null) {
            synchronized (this) {
                if (client == null) {
                    client = HttpClient.newBuilder()
                            .connectTimeout(CONNECT_LIMIT)
                            .proxy(proxies)
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build();
                }
            }
        }
        return client;
    }
}
