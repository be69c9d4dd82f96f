/** The layer cache: what builds take from it and leave in it, what it holds, and making it smaller. */
package dev.imagemanager.pipeline.cache;
