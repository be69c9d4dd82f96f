/** The files of build contexts that a builder sends, and their hashes. */
package dev.imagemanager.pipeline.context;
