package dev.imagemanager.pipeline.packages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the packages in an SBOM (SPDX 2.3 as JSON), one after the other. */
final class SbomReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody says so, or there is none (SPDX 2.3, 7.13). */
    private static final Set<String> NO_LICENSE = Set.of("", "NOASSERTION", "NONE");

    private static final String IMAGE = "CONTAINER";

    private SbomReader() {}

    /**
     * @param sbom that this program wrote
     * @return the packages in its order, without the image itself
     */
    static List<ListedPackage> read(byte[] sbom) {
        List<ListedPackage> packages = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(sbom)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isList = parser.currentName().equals("packages");
                parser.nextToken();
                if (isList) {
                    readList(parser, packages);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        return packages;
    }

    private static void readList(JsonParser parser, List<ListedPackage> packages) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode node = parser.readValueAsTree();
            if (!node.path("primaryPackagePurpose").asText().equals(IMAGE)) {
                packages.add(listed(node));
            }
        }
    }

    private static ListedPackage listed(JsonNode node) {
        Optional<String> purl = purl(node);
        return new ListedPackage(
                node.path("name").asText(),
                node.path("versionInfo").asText(),
                purl.map(PackageUrl::typeOf).orElse(""),
                license(node),
                purl,
                purl.flatMap(PackageUrl::sourceOf));
    }

    private static Optional<String> purl(JsonNode node) {
        for (JsonNode reference : node.path("externalRefs")) {
            if (reference.path("referenceType").asText().equals("purl")) {
                return Optional.of(reference.path("referenceLocator").asText());
            }
        }
        return Optional.empty();
    }

    private static String license(JsonNode node) {
        for (String key : List.of("licenseDeclared", "licenseConcluded")) {
            String license = node.path(key).asText();
            if (!NO_LICENSE.contains(license)) {
                return license;
            }
        }
        return "";
    }
}
