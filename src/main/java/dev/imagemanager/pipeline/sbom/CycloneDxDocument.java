package dev.imagemanager.pipeline.sbom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A CycloneDX document that is the same bytes whenever an image is scanned (CycloneDX 1.6, ECMA-424). */
final class CycloneDxDocument {

    private static final String FORMAT = "CycloneDX 1.6";
    private static final String VERSION = "version";

    private CycloneDxDocument() {}

    /** @throws dev.imagemanager.problem.EnvironmentException if it is not valid */
    static byte[] of(byte[] printed, SbomSubject subject) {
        ObjectNode document = SbomJson.read(printed, FORMAT, subject);
        require(document, "bomFormat", "CycloneDX", subject);
        require(document, "specVersion", "1.6", subject);
        if (!(document.path("metadata").path("component") instanceof ObjectNode component)) {
            throw subject.invalid(FORMAT, "it does not say what it is about");
        }
        document.put("serialNumber", subject.serialNumber());
        ObjectNode metadata = (ObjectNode) document.get("metadata");
        metadata.put("timestamp", subject.created().toString());
        ArrayNode tools = metadata.putObject("tools").putArray("components");
        tools.addObject()
                .put("type", "application")
                .put("name", subject.scanner().name())
                .put(VERSION, subject.scanner().version());
        tools.addObject().put("type", "application").put("name", SbomSubject.PROGRAM);
        component.put("type", "container");
        component.put("name", subject.target().image());
        component.put(VERSION, subject.target().tag());
        component.put("purl", subject.imageUrl());
        return SbomJson.print(document);
    }

    private static void require(ObjectNode document, String key, String value, SbomSubject subject) {
        String actual = document.path(key).asText();
        if (!actual.equals(value)) {
            throw subject.unexpected(FORMAT, key, actual);
        }
    }
}
