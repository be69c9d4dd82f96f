/** Statements about images, signatures on images and statements, and their verification. */
package dev.imagemanager.pipeline.attest;
