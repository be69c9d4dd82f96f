/** A Docker daemon of our own to test images in, apart from the user's. */
package dev.imagemanager.infra.dind;
