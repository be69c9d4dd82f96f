/** Finds out what is in images, in containers of a Docker daemon. */
package dev.imagemanager.infra.measure;
