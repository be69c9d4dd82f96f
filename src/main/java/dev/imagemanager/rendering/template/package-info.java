/**
 * The template language (docs/development/decisions/0003-template-syntax.md).
 *
 * <p>A template is processed in three steps. {@link dev.imagemanager.rendering.template.TemplateScanner} separates markup
 * from text and checks the structure; {@link dev.imagemanager.rendering.template.ExpressionParser} checks the markup;
 * both write {@link dev.imagemanager.rendering.template.QuteText}, the template in Qute's syntax with all text escaped.
 * Qute parses and renders that. Each expression is wrapped in one of the
 * {@link dev.imagemanager.rendering.template.Uses}, which knows its position in the file and reports missing values.
 */
package dev.imagemanager.rendering.template;
