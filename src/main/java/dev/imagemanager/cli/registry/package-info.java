/** The commands for what a fleet has in registries. */
package dev.imagemanager.cli.registry;
