package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.RemoteSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Servers and repositories, on paper. */
public final class FakeRemotes implements RemoteFiles, RemoteRepositories, CommitTimes {

    /** Address → version; repository and reference with {@code #} between them → commit. */
    final Map<String, String> versions = new ConcurrentHashMap<>();

    /** What was asked for. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Whether the fleet was trusted when it was asked. */
    final List<Boolean> trusted = Collections.synchronizedList(new ArrayList<>());

    /** The time of the commit that is checked out. */
    CommitTime commitTime = new CommitTime.Unknown("there is no repository");

    @Override
    public CommitTime ofHead(Path fleetDirectory) {
        asked.add("HEAD");
        return commitTime;
    }

    @Override
    public RemoteVersion version(URI address, boolean isTrusted) {
        return find(address.toString(), isTrusted);
    }

    @Override
    public RemoteVersion commit(RemoteSource.Git source, boolean isTrusted) {
        return find(source.repository() + "#" + source.reference().orElse("HEAD"), isTrusted);
    }

    private RemoteVersion find(String source, boolean isTrusted) {
        asked.add(source);
        trusted.add(isTrusted);
        String version = versions.get(source);
        return version == null ? new RemoteVersion.Unknown("nobody answers") : new RemoteVersion.Known(version);
    }
}
