package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What an SBOM is about, and how it came about. Nothing else decides what is in it, so that two scans are the same bytes.
 *
 * @param image the digest of the manifest that was scanned
 * @param created SOURCE_DATE_EPOCH, in whole seconds
 */
record SbomSubject(
        TargetName target, Platform platform, Digest image, Instant created, PackageScanner.Identity scanner) {

    /** The name of this program in SBOMs. Its version changes nothing in them. */
    static final String PROGRAM = "image-manager";

    /**
     * Returns the URI of an SPDX document, which is unique, as long as the document is (SPDX 2.3, 6.5): the host and path
     * are those that it names for creators without a place of their own.
     */
    String namespace() {
        return "https://spdx.org/spdxdocs/" + target.image().replace('/', '-') + "-" + target.tag() + "-"
                + platform.fileName() + "-" + image.hex() + "-" + scanner.name() + "-" + scanner.version();
    }

    /** Returns the serial number of a CycloneDX document (CycloneDX 1.6, {@code serialNumber}), made of the namespace. */
    String serialNumber() {
        return "urn:uuid:" + UUID.nameUUIDFromBytes(namespace().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the package URL of the image (purl-spec, "oci"). */
    String imageUrl() {
        String path = target.image();
        return "pkg:oci/" + path.substring(path.lastIndexOf('/') + 1) + "@" + image.algorithm() + "%3A" + image.hex()
                + "?arch=" + platform.architecture() + "&tag=" + target.tag();
    }

    /** Returns that the program did not print what it should have. */
    EnvironmentException invalid(String format, String reason) {
        return new EnvironmentException(Problem.error("the SBOM of " + target + " for " + platform
                        + " is not used: what " + scanner + " wrote is no " + format + ": " + reason)
                .withHint("'image-manager tools install " + scanner.name() + "' installs the version that is known"));
    }

    /** Returns that a value is another one than it has to be. */
    EnvironmentException unexpected(String format, String key, String value) {
        return invalid(format, "its '" + key + "' is " + (value.isEmpty() ? "missing" : Excerpt.of(value)));
    }
}
