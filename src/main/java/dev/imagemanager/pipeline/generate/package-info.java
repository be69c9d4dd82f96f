/** From definitions to the files in {@code dist/}. */
package dev.imagemanager.pipeline.generate;
