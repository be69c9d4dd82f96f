/** Brings images of a fleet into a Docker daemon, and removes them. */
package dev.imagemanager.infra.loading;
