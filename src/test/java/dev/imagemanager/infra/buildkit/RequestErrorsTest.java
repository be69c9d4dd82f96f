package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as buildctl 0.26 and its predecessors print them. */
class RequestErrorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: failed to solve: golang:1.21: failed to copy: httpReadSeeker: failed open: unexpected status code"
                        + " https://registry-1.docker.io/v2/library/golang/manifests/sha256:7be: 503 Service Unavailable",
                "error: failed to solve: debian:bookworm-slim: failed to resolve source metadata for"
                        + " docker.io/library/debian:bookworm-slim: unexpected status from HEAD request to"
                        + " https://registry-1.docker.io/v2/library/debian/manifests/bookworm-slim: 429 Too Many Requests",
                "error: failed to solve: failed to push localhost:5050/app:1: unexpected status from PUT request to"
                        + " http://localhost:5050/v2/app/manifests/1: 500 Internal Server Error",
                "error: failed to solve: failed to push ghcr.io/acme/app:1: unexpected status: 502 Bad Gateway",
                "error: failed to solve: failed to authorize: rpc error: code = Unknown desc = failed to fetch oauth token:"
                        + " Get \"https://auth.docker.io/token?service=x\": dial tcp 34.192.145.113:443: i/o timeout",
                "error: failed to solve: failed to authorize: failed to fetch anonymous token: unexpected status from GET"
                        + " request to https://auth.docker.io/token?scope=x: 503 Service Unavailable",
                "error: failed to solve: failed to authorize: failed to fetch oauth token: Post"
                        + " \"https://auth.docker.io/token\": EOF",
                "error: failed to solve: failed to push registry:5000/app:1: failed to do request: Head"
                        + " \"http://registry:5000/v2/app/blobs/sha256:0\": dial tcp 127.0.0.1:5000: connect: connection"
                        + " refused",
                "error: failed to solve: failed to do request: Head \"https://ghcr.io/v2/a/manifests/1\": read tcp"
                        + " 10.0.0.2:4->140.82.121.34:443: read: connection reset by peer",
                "error: failed to solve: failed to do request: Head \"https://ghcr.io/v2/a/manifests/1\": net/http: TLS"
                        + " handshake timeout",
                "error: failed to solve: failed to load cache key: invalid response status 503",
                "error: failed to solve: failed to compute cache key: failed to copy: invalid status response 502 for"
                        + " https://vth0.blob.core.windows.net/35da",
            })
    void whatMayPassIsTriedAgain(String error) {
        assertThat(RequestErrors.mayPass(error)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: failed to solve: process \"/bin/sh -c curl -f https://example.com\" did not complete successfully:"
                        + " exit code: 22",
                "error: failed to solve: process \"/bin/sh -c echo failed to do request: unexpected status: 503 Service"
                        + " Unavailable; connection reset by peer; exit 1\" did not complete successfully: exit code: 1",
                "error: failed to solve: debian:nope: failed to resolve source metadata for docker.io/library/debian:nope:"
                        + " docker.io/library/debian:nope: not found",
                "error: failed to solve: failed to push localhost:500/app:1: unexpected status from PUT request to"
                        + " http://localhost:500/v2/app/manifests/1: 403 Forbidden",
                "error: failed to solve: failed to authorize: failed to fetch oauth token: unexpected status from GET"
                        + " request to https://auth.docker.io/token: 401 Unauthorized",
                "error: failed to solve: failed to do request: Head \"https://registry/v2/a\": tls: failed to verify"
                        + " certificate: x509: certificate signed by unknown authority",
                "error: failed to solve: failed to do request: Head \"https://nowhere.example/v2/a\": dial tcp: lookup"
                        + " nowhere.example: no such host",
                "error: failed to solve: dockerfile parse error on line 3: unknown instruction: RUNN",
                "error: failed to solve: failed to compute cache key: \"/status 503\": not found",
                "error: failed to solve: failed to receive status: rpc error: code = Unavailable desc = error reading from"
                        + " server: read unix @->/run/buildkitd.sock: read: connection reset by peer",
                "error: failed to solve: frontend grpc server closed unexpectedly",
                "error: failed to solve: no space left on device",
            })
    void whatStaysIsNot(String error) {
        assertThat(RequestErrors.mayPass(error)).isFalse();
    }
}
