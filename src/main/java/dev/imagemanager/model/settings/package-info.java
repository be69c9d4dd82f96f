/** The settings of a fleet: the resolved content of {@code .image-manager.yml}. */
package dev.imagemanager.model.settings;
