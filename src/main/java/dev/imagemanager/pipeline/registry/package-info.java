/** What a fleet has in registries, and what of it may be removed. */
package dev.imagemanager.pipeline.registry;
