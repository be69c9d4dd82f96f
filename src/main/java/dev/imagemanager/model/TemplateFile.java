package dev.imagemanager.model;

import java.nio.file.Path;

/**
 * The source of a generated file.
 *
 * @param file relative to the fleet's directory
 * @param rendered false for a plain file, which is copied unchanged
 */
public record TemplateFile(Path file, boolean rendered) {}
