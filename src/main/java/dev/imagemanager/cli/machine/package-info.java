/** The commands for this machine: doctor and clean. */
package dev.imagemanager.cli.machine;
