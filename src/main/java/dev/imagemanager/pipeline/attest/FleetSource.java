package dev.imagemanager.pipeline.attest;

import java.util.Optional;

/**
 * Where the files of a fleet are from.
 *
 * @param commit the commit that is checked out, in hexadecimal digits
 * @param repository its address without credentials, such as {@code https://github.com/acme/images}
 */
public record FleetSource(String commit, Optional<String> repository) {}
