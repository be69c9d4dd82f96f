/** Options that several commands share. */
package dev.imagemanager.cli.option;
