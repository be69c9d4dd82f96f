package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.Locations;
import dev.imagemanager.infra.registry.RegistryConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Iterates over the pages of a response, each of which links to the next (RFC 8288, {@code rel="next"}). */
final class Pages {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^,]*)");
    private static final Pattern NEXT = Pattern.compile(".*;\\s*rel\\s*=\\s*\"?next\"?\\s*(;.*)?");

    /** Limits the number of pages, since a faulty registry may send links forever. */
    private static final int MOST = 1_000;

    private static final long MEBIBYTE = 1 << 20;

    /** Limits all pages together, in bytes, since they are kept in memory. */
    private static final long MOST_BYTES = 64 * MEBIBYTE;

    private final Set<URI> visited = new HashSet<>();
    private long bytes;

    /**
     * Returns the address of the next page.
     *
     * @throws InvalidResponseException if the next page is on another server or was read before, if there are too
     *     many, or if they are too large together
     */
    Optional<URI> after(Answer<byte[]> answer) throws IOException {
        bytes += answer.content().length;
        if (bytes > MOST_BYTES) {
            throw new InvalidResponseException(answer.address().getAuthority() + " sent a list of more than "
                    + MOST_BYTES / MEBIBYTE + " MiB, the limit of image-manager");
        }
        visited.add(answer.address());
        for (String header : answer.headers().allValues("Link")) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).matches()) {
                    return Optional.of(next(answer.address(), link.group(1)));
                }
            }
        }
        return Optional.empty();
    }

    private URI next(URI current, String link) throws IOException {
        URI next;
        try {
            next = current.resolve(new URI(link.strip()));
        } catch (URISyntaxException malformed) {
            throw new InvalidResponseException(
                    current.getAuthority() + " sent a Link header that is not a valid address", malformed);
        }
        if (next.getHost() == null || !Locations.haveSameOrigin(current, next)) {
            throw new InvalidResponseException(current.getAuthority() + " sent a Link header to another server");
        }
        if (!visited.add(next) || visited.size() > MOST) {
            throw new InvalidResponseException(current.getAuthority() + " sent a list that does not end");
        }
        return next;
    }
}
