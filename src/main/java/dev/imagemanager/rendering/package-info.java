/**
 * Renders templates with resolved data.
 *
 * <p>A template is processed in three steps. {@link dev.imagemanager.rendering.TemplateScanner} separates markup from
 * text and checks the structure; {@link dev.imagemanager.rendering.ExpressionParser} checks the markup; both write
 * {@link dev.imagemanager.rendering.QuteText}, the template in Qute's syntax with all text escaped. Qute parses and
 * renders that. Each expression is wrapped in one of the {@link dev.imagemanager.rendering.Uses}, which knows its
 * position in the file and reports missing values.
 */
package dev.imagemanager.rendering;
