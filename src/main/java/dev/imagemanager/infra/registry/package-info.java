/** Registries, spoken to over the HTTP API of the OCI Distribution Specification. */
package dev.imagemanager.infra.registry;
