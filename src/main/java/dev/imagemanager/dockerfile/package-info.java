/**
 * Reads Dockerfiles the way BuildKit's frontend does, as far as is needed to know which images one is made from and
 * which lines each instruction has.
 *
 * <p>The reference is {@code frontend/dockerfile} of BuildKit 0.26: {@code parser} (lines, continuations, heredocs),
 * {@code instructions} (flags and arguments), {@code shell} (variables) and {@code dockerfile2llb} (stages and images).
 * What BuildKit refuses in those parts is a problem here too. Everything else, such as an {@code ENV} without a value or
 * a flag of a newer frontend, is left to BuildKit.
 */
package dev.imagemanager.dockerfile;
