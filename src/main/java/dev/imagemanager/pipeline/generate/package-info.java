/** Generates the files in {@code dist/} from definitions. */
package dev.imagemanager.pipeline.generate;
