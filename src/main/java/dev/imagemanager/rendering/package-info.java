/**
 * Turns templates and resolved data into file text.
 *
 * <p>A template goes through three steps. {@link dev.imagemanager.rendering.TemplateScanner} separates markup from text
 * and checks the structure; {@link dev.imagemanager.rendering.ExpressionParser} checks what stands inside the markup;
 * both write {@link dev.imagemanager.rendering.QuteText}, the same template in Qute's own syntax with every text
 * protected. Qute parses and renders that. Each expression reaches Qute wrapped into one of the
 * {@link dev.imagemanager.rendering.Uses}, which knows its place in the file and reports what is missing.
 */
package dev.imagemanager.rendering;
