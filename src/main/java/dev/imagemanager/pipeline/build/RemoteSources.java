package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.RemoteSource;
import dev.imagemanager.model.Definition;
import dev.imagemanager.pipeline.build.ExternalImages.UndeterminedException;
import dev.imagemanager.reference.Digest;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The versions of what {@code ADD} downloads, for content keys. Each source is asked for once in a run. Safe for use by
 * several threads.
 */
final class RemoteSources {

    /** So many digits of a hash distinguish addresses that differ only in what is not shown. */
    private static final int DIGITS = 12;

    private final RemoteFiles files;
    private final RemoteRepositories repositories;
    private final boolean isTrusted;
    private final Map<String, FutureTask<RemoteVersion>> versions = new ConcurrentHashMap<>();

    /** @param isTrusted whether the fleet is */
    RemoteSources(RemoteFiles files, RemoteRepositories repositories, boolean isTrusted) {
        this.files = files;
        this.repositories = repositories;
        this.isTrusted = isTrusted;
    }

    /** Adds the versions of sources to a content key. */
    void addTo(SortedMap<String, String> components, Collection<RemoteSource> sources, Definition.BuildOptions options)
            throws UndeterminedException, InterruptedException {
        for (RemoteSource source : sources) {
            if (source instanceof RemoteSource.Undetermined undetermined) {
                throw new UndeterminedException(
                        "it is not known what " + instruction(source) + " downloads: " + undetermined.reason());
            }
            String shown = shown(source);
            RemoteVersion version = version(source, options);
            if (version instanceof RemoteVersion.Unknown unknown) {
                throw new UndeterminedException("it is not known whether " + shown + ", which " + instruction(source)
                        + " downloads, has changed: " + unknown.reason());
            }
            components.put("add " + shown, ((RemoteVersion.Known) version).text());
        }
    }

    private static String instruction(RemoteSource source) {
        return source.isTriggered()
                ? "an ADD in ONBUILD of a base image"
                : "ADD in line " + source.line() + " of its Dockerfile";
    }

    private RemoteVersion version(RemoteSource source, Definition.BuildOptions options) throws InterruptedException {
        if (source instanceof RemoteSource.Web web) {
            return isWithSecret(web.address().getHost(), options)
                    ? new RemoteVersion.Unknown("only the builder sends the secret that the server wants")
                    : once(web.address().toString(), () -> files.version(web.address(), isTrusted));
        }
        RemoteSource.Git git = (RemoteSource.Git) source;
        if (git.commit().isPresent()) {
            return new RemoteVersion.Known(git.commit().get());
        }
        if (git.scheme().equals("ssh") && options.ssh().isEmpty()) {
            return new RemoteVersion.Unknown("its definition has no 'build.ssh'");
        }
        return once(git.repository() + "#" + git.reference().orElse(""), () -> repositories.commit(git, isTrusted));
    }

    /** Another content may be there for those who log in (Dockerfile reference, "ADD", "HTTP_AUTH_TOKEN_"). */
    private static boolean isWithSecret(String host, Definition.BuildOptions options) {
        return options.secrets().stream()
                .map(Definition.Secret::id)
                .anyMatch(id -> id.equals("HTTP_AUTH_HEADER_" + host) || id.equals("HTTP_AUTH_TOKEN_" + host));
    }

    private RemoteVersion once(String source, Callable<RemoteVersion> question) throws InterruptedException {
        FutureTask<RemoteVersion> own = new FutureTask<>(question);
        FutureTask<RemoteVersion> earlier = versions.putIfAbsent(source, own);
        if (earlier == null) {
            own.run();
        }
        try {
            return (earlier == null ? own : earlier).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw failure.getCause() instanceof RuntimeException unexpected
                    ? unexpected
                    : new IllegalStateException(failure.getCause());
        }
    }

    /** Returns the address without what may be a credential. */
    private static String shown(RemoteSource source) {
        if (source instanceof RemoteSource.Git git) {
            return shown(
                    git.repository(), git.reference().map(name -> "#" + name).orElse(""));
        }
        URI address = ((RemoteSource.Web) source).address();
        String complete = address.toString();
        String withoutFragment = complete.split("#", 2)[0];
        return shown(withoutFragment.split("\\?", 2)[0], address.getRawQuery() == null ? "" : "?...", withoutFragment);
    }

    private static String shown(String address, String end) {
        return shown(address, end, address + end);
    }

    private static String shown(String address, String end, String complete) {
        String shown = address.replaceFirst("(?<=://)[^/@]*@", "***@") + end;
        return shown.equals(complete)
                ? shown
                : shown + " (" + Digest.of(complete).hex().substring(0, DIGITS) + ")";
    }
}
