/** The commands for the layer cache. */
package dev.imagemanager.cli.cache;
