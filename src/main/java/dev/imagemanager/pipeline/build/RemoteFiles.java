package dev.imagemanager.pipeline.build;

import java.net.URI;

/** Asks web servers for the version of a file, without downloading it. Safe for use by several threads. */
public interface RemoteFiles {

    /**
     * @param address with {@code http} or {@code https}; its account is sent to this server only
     * @param isTrusted whether servers in networks that are not public may be asked
     * @throws InterruptedException if interrupted
     */
    RemoteVersion version(URI address, boolean isTrusted) throws InterruptedException;
}
