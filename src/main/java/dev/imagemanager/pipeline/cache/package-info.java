/** The layer cache: its use by builds, its contents, and pruning. */
package dev.imagemanager.pipeline.cache;
