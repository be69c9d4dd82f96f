package dev.imagemanager.reference;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The annotations of images: the labels that the OCI Image Specification defines as annotations too. */
public final class ImageAnnotations {

    /** OCI Image Specification, "Pre-Defined Annotation Keys". */
    public static final String PREFIX = "org.opencontainers.image.";

    /** The version of the packaged software, which is the tag unless a label says something else. */
    public static final String VERSION = PREFIX + "version";

    private ImageAnnotations() {}

    /** Returns the annotations of manifests and indexes for the labels in a configuration. */
    public static SortedMap<String, String> of(Map<String, String> labels) {
        SortedMap<String, String> annotations = new TreeMap<>();
        labels.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                annotations.put(key, value);
            }
        });
        return annotations;
    }
}
