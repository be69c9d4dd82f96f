/** The commands for images in registries. */
package dev.imagemanager.cli.publish;
