/** Credentials for registries, from the configuration and from Docker. */
package dev.imagemanager.infra.credentials;
