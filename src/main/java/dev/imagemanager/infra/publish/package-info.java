/** Bringing images from registry to registry (OCI Distribution Specification 1.1). */
package dev.imagemanager.infra.publish;
