/** Renders templates with resolved data. */
package dev.imagemanager.rendering;
