/** Commands that bring images to registries, and say what is known of them there. */
package dev.imagemanager.cli.publish;
