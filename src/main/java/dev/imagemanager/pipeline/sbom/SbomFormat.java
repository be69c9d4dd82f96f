package dev.imagemanager.pipeline.sbom;

/** The formats in which packages are listed. */
enum SbomFormat {
    SPDX("spdx"),
    CYCLONEDX("cyclonedx");

    private final String key;

    SbomFormat(String key) {
        this.key = key;
    }

    /** Returns its key in records. */
    String key() {
        return key;
    }
}
