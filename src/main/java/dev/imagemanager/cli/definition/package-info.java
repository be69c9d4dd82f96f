/** The commands that read definitions and write Dockerfiles. */
package dev.imagemanager.cli.definition;
