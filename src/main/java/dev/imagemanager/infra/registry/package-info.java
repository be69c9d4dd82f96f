/** A client for the HTTP API of the OCI Distribution Specification, and the build registry. */
package dev.imagemanager.infra.registry;
