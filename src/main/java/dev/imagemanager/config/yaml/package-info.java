/** Parses YAML into nodes with their positions in the file. */
package dev.imagemanager.config.yaml;
