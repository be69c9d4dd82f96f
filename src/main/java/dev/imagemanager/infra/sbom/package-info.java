/** Listing the packages of images with syft. */
package dev.imagemanager.infra.sbom;
