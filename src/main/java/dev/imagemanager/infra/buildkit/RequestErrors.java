package dev.imagemanager.infra.buildkit;

import java.util.regex.Pattern;

/**
 * Recognizes errors of BuildKit that are about a request to a registry, a token service, or the server of an {@code ADD},
 * and may pass: a server that is busy, or a connection that broke (messages of BuildKit 0.26 and the containerd client in
 * it). BuildKit itself repeats requests for layers, some of them, for a few seconds; what reaches the user has outlasted
 * that.
 */
final class RequestErrors {

    /** The error of a step that ran. Its command may contain any text, its output is not part of an error. */
    private static final Pattern STEP_THAT_RAN = Pattern.compile("did not complete successfully");

    /** The daemon itself is lost, not a server that it asked. */
    private static final Pattern DAEMON = Pattern.compile("error reading from server|transport is closing"
            + "|connection error: desc|code = Unavailable|frontend grpc server closed");

    /** Statuses as RFC 9110 and 6585 mean them: try again. */
    private static final Pattern BUSY =
            Pattern.compile("\\bstatus\\b[^\n]{0,400}?[: ](408|429|500|502|503|504)(?=$|[\\s;,)])");

    private static final Pattern REQUEST = Pattern.compile("failed to (do request|push|copy|authorize|pull"
            + "|fetch (oauth|anonymous) token|load cache key|resolve source metadata|resolve image config|request)"
            + "|httpReadSeeker|\\b(Head|Get|Put|Post|Patch) \"?https?://");

    private static final Pattern BROKEN = Pattern.compile("connection reset by peer|broken pipe|connection refused"
            + "|i/o timeout|TLS handshake timeout|Client\\.Timeout exceeded|\\bEOF\\b|GOAWAY"
            + "|http2: client connection (lost|force closed)|stream error: stream ID"
            + "|server misbehaving|[Tt]emporary failure in name resolution|network is unreachable|no route to host");

    private RequestErrors() {}

    /** @param error of buildctl */
    static boolean mayPass(String error) {
        if (STEP_THAT_RAN.matcher(error).find() || DAEMON.matcher(error).find()) {
            return false;
        }
        return BUSY.matcher(error).find()
                || REQUEST.matcher(error).find() && BROKEN.matcher(error).find();
    }
}
