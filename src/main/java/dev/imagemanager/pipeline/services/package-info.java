/** What builds and tests need to be running: finding it, starting it, stopping what was started. */
package dev.imagemanager.pipeline.services;
