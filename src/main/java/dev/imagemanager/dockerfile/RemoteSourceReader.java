package dev.imagemanager.dockerfile;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a source of {@code ADD} is; see {@link RemoteSource}. */
final class RemoteSourceReader {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z0-9]+)://.*", Pattern.DOTALL);

    /** {@code sshutil.ParseSCPStyleURL} of BuildKit. */
    private static final Pattern SECURE_COPY =
            Pattern.compile("([A-Za-z0-9-_]+)@([A-Za-z0-9.-]+):(.*?)(\\?(.*?))?(#(.*))?");

    /** What can become an address by what follows it. */
    private static final Pattern BEGINNING = Pattern.compile("[A-Za-z0-9@_.-]*(:/?)?");

    private RemoteSourceReader() {}

    /** @param source expanded; empty if it is in the build context */
    static Optional<RemoteSource> read(String source, int line, boolean isTriggered) {
        Matcher scheme = SCHEME.matcher(source);
        if (!scheme.matches()) {
            return secureCopy(source, line, isTriggered);
        }
        return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "http", "https", "ssh", "git" -> Optional.of(address(source, line, isTriggered));
            default -> Optional.empty();
        };
    }

    /** @param prefix what stands before the first variable */
    static boolean mayBeginRemote(String prefix) {
        return SCHEME.matcher(prefix).matches()
                || SECURE_COPY.matcher(prefix).matches()
                || BEGINNING.matcher(prefix).matches();
    }

    private static Optional<RemoteSource> secureCopy(String source, int line, boolean isTriggered) {
        Matcher parts = SECURE_COPY.matcher(source);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(5) != null && !parts.group(5).isEmpty()) {
            return Optional.of(query(line, isTriggered));
        }
        return Optional.of(new RemoteSource.Git(
                parts.group(1) + "@" + parts.group(2) + ":" + parts.group(3),
                "ssh",
                parts.group(2),
                reference(parts.group(7)),
                line,
                isTriggered));
    }

    private static RemoteSource address(String source, int line, boolean isTriggered) {
        URI address;
        try {
            address = new URI(source);
        } catch (URISyntaxException malformed) {
            return new RemoteSource.Undetermined("its address is malformed", line, isTriggered);
        }
        if (address.getHost() == null) {
            return new RemoteSource.Undetermined("its address has no valid host", line, isTriggered);
        }
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        boolean isWeb = scheme.startsWith("http");
        if (isWeb && !address.getPath().endsWith(".git")) {
            return new RemoteSource.Web(address, line, isTriggered);
        }
        if (address.getRawQuery() != null) {
            return query(line, isTriggered);
        }
        String withoutFragment = source.split("#", 2)[0];
        return new RemoteSource.Git(
                withoutFragment, scheme, address.getHost(), reference(address.getFragment()), line, isTriggered);
    }

    /** Only newer versions of BuildKit read it. */
    private static RemoteSource query(int line, boolean isTriggered) {
        return new RemoteSource.Undetermined("the address of its repository has a query", line, isTriggered);
    }

    /** @param fragment {@code reference:folder}, each may be missing; or null */
    private static Optional<String> reference(String fragment) {
        return Optional.ofNullable(fragment).map(text -> text.split(":", 2)[0]).filter(name -> !name.isEmpty());
    }
}
