package dev.imagemanager.model;

import java.nio.file.Path;

/**
 * A file that a target's file is made from.
 *
 * @param file relative to the fleet's directory
 * @param rendered false for a plain file, which is taken byte for byte
 */
public record TemplateFile(Path file, boolean rendered) {}
