/** The template language: scanner, parser, expressions, and their translation to Qute. */
package dev.imagemanager.rendering.template;
