/** The fleet's own Garage, an S3-compatible object store for the layer cache. */
package dev.imagemanager.infra.garage;
