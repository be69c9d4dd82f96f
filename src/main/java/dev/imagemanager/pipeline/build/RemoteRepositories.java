package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.RemoteSource;

/** Asks git repositories for commits. Safe for use by several threads. */
public interface RemoteRepositories {

    /**
     * @param isTrusted whether other protocols than HTTP, and servers in networks that are not public, may be asked
     * @return the commit that the reference names
     * @throws InterruptedException if interrupted
     */
    RemoteVersion commit(RemoteSource.Git source, boolean isTrusted) throws InterruptedException;
}
