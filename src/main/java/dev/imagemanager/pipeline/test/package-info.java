/** Tests built images. */
package dev.imagemanager.pipeline.test;
