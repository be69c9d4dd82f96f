/** The services that builds and tests use: registry, layer cache, build daemon and Docker daemon. */
package dev.imagemanager.pipeline.services;
