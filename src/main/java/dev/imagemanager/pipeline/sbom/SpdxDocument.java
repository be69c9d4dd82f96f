package dev.imagemanager.pipeline.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * An SPDX document that is the same bytes whenever an image is scanned (SPDX 2.3). It lists packages only: a scanner that is
 * not told to hash files lists those of packages without checksums, which is no valid description of a file (8.4).
 *
 * @param packages how many it has, without the image itself
 */
record SpdxDocument(byte[] content, int packages) {

    private static final String FORMAT = "SPDX 2.3";
    private static final String VERSION = "SPDX-2.3";
    private static final String ID = "SPDXID";
    private static final String DOCUMENT_ID = "SPDXRef-DOCUMENT";

    /** @throws dev.imagemanager.problem.EnvironmentException if it is not valid */
    static SpdxDocument of(byte[] printed, SbomSubject subject) {
        ObjectNode document = SbomJson.read(printed, FORMAT, subject);
        require(document, "spdxVersion", VERSION, subject);
        require(document, ID, DOCUMENT_ID, subject);
        if (!(document.get("packages") instanceof ArrayNode packages)) {
            throw subject.invalid(FORMAT, "it has no list of packages");
        }
        document.put("name", subject.target().toString());
        document.put("documentNamespace", subject.namespace());
        describeCreation(document, subject);
        String root = rootOf(document, subject);
        for (JsonNode listed : packages) {
            if (!(listed instanceof ObjectNode node)
                    || node.path("name").asText().isEmpty()) {
                throw subject.invalid(FORMAT, "one of its packages has no name");
            }
            node.put("filesAnalyzed", false);
            node.remove("packageVerificationCode");
            node.remove("licenseInfoFromFiles");
            node.remove("hasFiles");
            if (node.path(ID).asText().equals(root)) {
                describeImage(node, subject);
            }
        }
        removeFiles(document);
        return new SpdxDocument(SbomJson.print(document), packages.size() - 1);
    }

    private static void require(ObjectNode document, String key, String value, SbomSubject subject) {
        String actual = document.path(key).asText();
        if (!actual.equals(value)) {
            throw subject.unexpected(FORMAT, key, actual);
        }
    }

    private static void describeCreation(ObjectNode document, SbomSubject subject) {
        ObjectNode creation =
                document.path("creationInfo") instanceof ObjectNode found ? found : document.putObject("creationInfo");
        creation.put("created", subject.created().toString());
        creation.putArray("creators")
                .add("Tool: " + subject.scanner().name() + "-"
                        + subject.scanner().version())
                .add("Tool: " + SbomSubject.PROGRAM);
    }

    /** Returns the id of the image: what the document describes (SPDX 2.3, 11.1). */
    private static String rootOf(ObjectNode document, SbomSubject subject) {
        Set<String> described = new HashSet<>();
        for (JsonNode relationship : document.path("relationships")) {
            if (relationship.path("relationshipType").asText().equals("DESCRIBES")
                    && relationship.path("spdxElementId").asText().equals(DOCUMENT_ID)) {
                described.add(relationship.path("relatedSpdxElement").asText());
            }
        }
        for (JsonNode listed : document.path("packages")) {
            String id = listed.path(ID).asText();
            if (described.equals(Set.of(id))) {
                return id;
            }
        }
        throw subject.invalid(FORMAT, "it does not describe one image");
    }

    private static void describeImage(ObjectNode node, SbomSubject subject) {
        node.put("name", subject.target().image());
        node.put("versionInfo", subject.target().tag());
        node.put("primaryPackagePurpose", "CONTAINER");
        node.putArray("checksums")
                .addObject()
                .put("algorithm", subject.image().algorithm().toUpperCase(Locale.ROOT))
                .put("checksumValue", subject.image().hex());
        node.putArray("externalRefs")
                .addObject()
                .put("referenceCategory", "PACKAGE-MANAGER")
                .put("referenceType", "purl")
                .put("referenceLocator", subject.imageUrl());
    }

    private static void removeFiles(ObjectNode document) {
        Set<String> files = new HashSet<>();
        document.path("files").forEach(file -> files.add(file.path(ID).asText()));
        document.remove("files");
        Iterator<JsonNode> relationships = document.path("relationships").iterator();
        while (relationships.hasNext()) {
            JsonNode relationship = relationships.next();
            if (files.contains(relationship.path("spdxElementId").asText())
                    || files.contains(relationship.path("relatedSpdxElement").asText())) {
                relationships.remove();
            }
        }
    }
}
