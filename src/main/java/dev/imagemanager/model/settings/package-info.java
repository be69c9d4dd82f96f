/** What holds for a whole fleet: the resolved content of {@code .image-manager.yml}. */
package dev.imagemanager.model.settings;
