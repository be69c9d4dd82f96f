package dev.imagemanager.reference;

import java.util.Set;

/** The names of Docker Hub, which are those of one registry with one account. */
public final class DockerHub {

    /** The name in image references (github.com/distribution/reference, {@code defaultDomain}). */
    public static final String NAME = "docker.io";

    /** The host of its API. */
    public static final String HOST = "registry-1.docker.io";

    /** The name that references had before; references are normalized to {@link #NAME}. */
    private static final String FORMER_NAME = "index.docker.io";

    private static final Set<String> NAMES = Set.of(NAME, FORMER_NAME, HOST);

    private DockerHub() {}

    /** Returns whether a host is Docker Hub. */
    public static boolean is(String host) {
        return NAMES.contains(host);
    }

    /** Returns the registry of a reference in its normalized form (distribution/reference, {@code splitDockerDomain}). */
    public static String inReference(String host) {
        return host.equals(FORMER_NAME) ? NAME : host;
    }
}
