/**
 * Parses Dockerfiles like BuildKit's frontend, to find the images that they use and the lines of each instruction.
 *
 * <p>The reference is {@code frontend/dockerfile} of BuildKit 0.26: {@code parser} (lines, continuations, heredocs),
 * {@code instructions} (flags and arguments), {@code shell} (variables) and {@code dockerfile2llb} (stages and images).
 * Reports what BuildKit rejects in those parts. Other errors, such as an {@code ENV} without a value or an unknown
 * flag, are left to BuildKit.
 */
package dev.imagemanager.dockerfile;
