/** Images in the forms of the OCI Image Specification. */
package dev.imagemanager.infra.oci;
