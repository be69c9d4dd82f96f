/** Testing built images. */
package dev.imagemanager.pipeline.test;
