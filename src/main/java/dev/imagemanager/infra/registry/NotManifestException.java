package dev.imagemanager.infra.registry;

/**
 * A server sent something else in the place of a manifest, such as the login page of a network. It says nothing about the
 * image, so it is like a server that cannot be reached.
 */
final class NotManifestException extends InvalidResponseException {

    /**
     * @param subject what was requested
     * @param reason a clause
     */
    NotManifestException(String host, String subject, String reason) {
        super(host + " sent something for " + subject + " that is not a manifest: " + reason);
    }
}
