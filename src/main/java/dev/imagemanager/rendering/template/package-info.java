/** The template language: scanner, parser, expressions, and the Qute text that they become. */
package dev.imagemanager.rendering.template;
