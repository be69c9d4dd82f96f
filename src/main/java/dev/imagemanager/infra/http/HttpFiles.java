package dev.imagemanager.infra.http;

import dev.imagemanager.pipeline.build.RemoteFiles;
import dev.imagemanager.pipeline.build.RemoteVersion;
import dev.imagemanager.reference.Digest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Asks for {@code ETag} and {@code Last-Modified} (RFC 9110, section 8.8), as BuildKit does before it downloads a file again
 * ({@code source/http}): with HEAD, accepting gzip, since some servers have another tag for it, and without regard to whether
 * a tag is weak.
 */
@Singleton
public final class HttpFiles implements RemoteFiles {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A longer value, or one that is not readable, is replaced by its hash. */
    private static final int LONGEST = 200;

    private final OutgoingHttp http;
    private final OutgoingHttp.Destinations ofStrangers;
    private final Duration limit;

    @Inject
    public HttpFiles(OutgoingHttp http, PublicNetwork ofStrangers) {
        this(http, ofStrangers, LIMIT);
    }

    /**
     * @param ofStrangers which servers are asked for fleets that are not trusted
     * @param limit for each answer
     */
    HttpFiles(OutgoingHttp http, OutgoingHttp.Destinations ofStrangers, Duration limit) {
        this.http = http;
        this.ofStrangers = ofStrangers;
        this.limit = limit;
    }

    @Override
    public RemoteVersion version(URI address, boolean isTrusted) throws InterruptedException {
        try {
            HttpResponse<?> response = ask("HEAD", address, isTrusted);
            if (!isSuccess(response)) {
                response = ask("GET", address, isTrusted);
            }
            return isSuccess(response)
                    ? version(response.headers())
                    : new RemoteVersion.Unknown("the server answered with HTTP status " + response.statusCode());
        } catch (ConnectException | HttpConnectTimeoutException nobodyThere) {
            return new RemoteVersion.Unknown("cannot connect to the server");
        } catch (HttpTimeoutException tooSlow) {
            return new RemoteVersion.Unknown("the server did not answer within " + limit.toSeconds() + " seconds");
        } catch (IOException failure) {
            return new RemoteVersion.Unknown(reason(failure));
        } catch (URISyntaxException malformed) {
            return new RemoteVersion.Unknown("its address is malformed");
        }
    }

    private static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() / 100 == 2;
    }

    /** The body is not read. Servers that refuse HEAD, such as those of signed addresses, may answer GET. */
    private HttpResponse<?> ask(String method, URI address, boolean isTrusted)
            throws IOException, URISyntaxException, InterruptedException {
        HttpRequest.Builder request = http.request(withoutAccount(address).toString())
                .method(method, BodyPublishers.noBody())
                .header("Accept-Encoding", "gzip");
        if (address.getUserInfo() != null) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(address.getUserInfo().getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(
                request.build(),
                info -> BodySink.beginning(0),
                limit,
                ServerTrust.USUAL,
                isTrusted ? OutgoingHttp.Destinations.ALL : ofStrangers);
    }

    private static URI withoutAccount(URI address) throws URISyntaxException {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return new URI(address.getScheme() + "://" + address.getHost() + port + address.getRawPath() + query);
    }

    private static RemoteVersion version(HttpHeaders headers) {
        Optional<String> tag = headers.firstValue("ETag")
                .map(String::strip)
                .map(value -> value.startsWith("W/") ? value.substring(2) : value)
                .filter(value -> !value.isEmpty() && !value.equals("\"\""));
        if (tag.isPresent()) {
            return new RemoteVersion.Known("ETag " + shown(tag.get()));
        }
        Optional<String> modified =
                headers.firstValue("Last-Modified").map(String::strip).filter(value -> !value.isEmpty());
        String size = headers.firstValue("Content-Length")
                .map(bytes -> ", Content-Length " + shown(bytes))
                .orElse("");
        return modified.<RemoteVersion>map(date -> new RemoteVersion.Known("Last-Modified " + shown(date) + size))
                .orElseGet(() -> new RemoteVersion.Unknown("the server sends neither ETag nor Last-Modified"));
    }

    private static String shown(String value) {
        return value.length() <= LONGEST && value.chars().allMatch(c -> c >= ' ' && c < 127)
                ? value
                : Digest.of(value).toString();
    }

    private static String reason(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }
}
