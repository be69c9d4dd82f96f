/** Images in the formats of the OCI Image Specification. */
package dev.imagemanager.infra.oci;
