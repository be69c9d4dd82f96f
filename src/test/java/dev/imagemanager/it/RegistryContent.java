package dev.imagemanager.it;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** What a registry without TLS holds, as its HTTP API tells (OCI Distribution Specification 1.1, "API"). */
final class RegistryContent {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final String host;
    private final String repository;

    /** @param host with its port */
    RegistryContent(String host, String repository) {
        this.host = host;
        this.repository = repository;
    }

    /** The digest of the manifest or index that a tag names. */
    String digest(String tag) {
        return request()
                .accept(INDEX + ", " + MANIFEST)
                .head(path("manifests", tag))
                .then()
                .statusCode(200)
                .extract()
                .header("Docker-Content-Digest");
    }

    /** The digest that the index of a tag has for a platform. */
    String digest(String tag, String os, String architecture) {
        return get("manifests", tag, INDEX)
                .path("manifests.find { it.platform.os == '" + os + "' && it.platform.architecture == '" + architecture
                        + "' }.digest");
    }

    /** An annotation of the manifest or index that a tag names. */
    String annotation(String tag, String name) {
        return get("manifests", tag, INDEX + ", " + MANIFEST)
                .jsonPath()
                .getMap("annotations", String.class, String.class)
                .get(name);
    }

    /** A label in the configuration of the image that a tag names. */
    String label(String tag, String name) {
        String configuration = get("manifests", tag, MANIFEST).path("config.digest");
        return get("blobs", configuration, "application/octet-stream")
                .jsonPath()
                .getMap("config.Labels", String.class, String.class)
                .get(name);
    }

    private Response get(String kind, String reference, String type) {
        return request()
                .accept(type)
                .get(path(kind, reference))
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private String path(String kind, String reference) {
        return "/v2/" + repository + "/" + kind + "/" + reference;
    }

    private RequestSpecification request() {
        return given().baseUri("http://" + host).urlEncodingEnabled(false);
    }
}
