package dev.imagemanager.infra.http;

import dev.imagemanager.problem.Excerpt;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends HTTP requests to other servers. Supports proxies and their credentials from the environment, and private
 * certificate authorities. Opens no connection before the first request.
 */
@Singleton
public final class OutgoingHttp {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    private static final int MOST_REDIRECTS = 10;

    /** In characters. Longer messages of Java's client contain what a server sent. */
    private static final int LONGEST_MESSAGE = 200;

    /** Decides which servers are asked. */
    @FunctionalInterface
    public interface Destinations {

        /** Every server. */
        Destinations ALL = address -> {};

        /** @throws IOException if it must not be asked */
        void require(URI address) throws IOException;
    }

    private final EnvironmentProxies proxies;
    private final Map<ServerTrust, HttpClient> clients = new HashMap<>();

    @Inject
    public OutgoingHttp(EnvironmentProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * Creates a request.
     *
     * @param address may be invalid
     * @throws IOException if the address, or the address of its proxy, is not valid
     */
    public HttpRequest.Builder request(String address) throws IOException {
        try {
            URI uri = URI.create(address);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            proxies.authorization(uri).ifPresent(account -> request.header(Redirect.PROXY_ACCOUNT, account));
            return request;
        } catch (IllegalArgumentException notAnAddress) {
            throw impossible(notAnAddress);
        }
    }

    /**
     * Sends a request to a server with a certificate of a usual authority; see
     * {@link #send(HttpRequest, BodyHandler, Duration, ServerTrust)}.
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Duration limit)
            throws IOException, InterruptedException {
        return send(request, body, limit, ServerTrust.USUAL);
    }

    /**
     * Sends a request and follows redirects, except from HTTPS to HTTP and those that would change the method ({@link
     * Redirect}).
     *
     * @param body handles the final response; the bodies of redirects are discarded
     * @param limit for all requests together, including the response body
     * @param trust which certificates are trusted
     * @throws HttpTimeoutException if the limit is exceeded
     * @throws InterruptedException if the calling thread is interrupted; the request is cancelled
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Duration limit, ServerTrust trust)
            throws IOException, InterruptedException {
        return send(request, body, limit, trust, Destinations.ALL);
    }

    /**
     * Sends a request as {@link #send(HttpRequest, BodyHandler, Duration, ServerTrust)} does.
     *
     * @param destinations which servers are asked, also after redirects
     */
    public <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> body, Duration limit, ServerTrust trust, Destinations destinations)
            throws IOException, InterruptedException {
        HttpClient client = client(trust);
        long end = System.nanoTime() + limit.toNanos();
        HttpRequest current = request;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpRequest asked = current;
            destinations.require(asked.uri());
            HttpResponse<T> response = exchange(
                    client,
                    asked,
                    info -> Redirect.isFollowed(asked, info.statusCode(), info.headers())
                            ? BodySubscribers.replacing(null)
                            : body.apply(info),
                    Duration.ofNanos(end - System.nanoTime()),
                    limit);
            if (!Redirect.isFollowed(asked, response.statusCode(), response.headers())) {
                return response;
            }
            Redirect redirect = Redirect.of(asked, response.statusCode(), response.headers());
            current = redirect.apply(request(redirect.target().toString()));
        }
        throw new IOException(request.uri().getHost() + " redirects more than " + MOST_REDIRECTS + " times");
    }

    private static <T> HttpResponse<T> exchange(
            HttpClient client, HttpRequest request, BodyHandler<T> body, Duration left, Duration limit)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> response;
        try {
            response = client.sendAsync(request, body);
        } catch (IllegalArgumentException impossiblePort) {
            throw impossible(impossiblePort);
        }
        try {
            return response.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw unwrapped(failure.getCause());
        } catch (TimeoutException tooSlow) {
            HttpTimeoutException timeout =
                    new HttpTimeoutException("the response was not complete within " + limit.toSeconds() + " seconds");
            timeout.initCause(tooSlow);
            throw timeout;
        } finally {
            response.cancel(true);
        }
    }

    private static IOException unwrapped(Throwable failure) {
        if (failure instanceof IOException io) {
            return shortened(io);
        }
        if (failure instanceof UncheckedIOException io) {
            return shortened(io.getCause());
        }
        if (failure instanceof IllegalArgumentException impossible) {
            return impossible(impossible);
        }
        throw new IllegalStateException(failure);
    }

    private static IOException impossible(IllegalArgumentException reason) {
        return shortened(new IOException(reason.getMessage(), reason));
    }

    /** The messages of Java's client repeat what a server sent, such as a line that is not a status line, as it is. */
    private static IOException shortened(IOException failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        boolean isOfClient = failure instanceof ProtocolException || failure.getClass() == IOException.class;
        boolean isShowable =
                message.length() <= LONGEST_MESSAGE && message.chars().noneMatch(Character::isISOControl);
        return isShowable || !isOfClient ? failure : new IOException(Excerpt.of(message), failure);
    }

    /** Creates the client on first use, since it starts threads. */
    private synchronized HttpClient client(ServerTrust trust) throws IOException {
        HttpClient client = clients.get(trust);
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_LIMIT)
                    .proxy(proxies)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .sslContext(trust.context());
            client = builder.build();
            clients.put(trust, client);
        }
        return client;
    }
}
