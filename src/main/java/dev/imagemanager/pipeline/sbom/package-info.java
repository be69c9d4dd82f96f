/** Listing the packages of images in SBOMs. */
package dev.imagemanager.pipeline.sbom;
