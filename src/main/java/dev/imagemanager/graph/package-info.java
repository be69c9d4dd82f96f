/** The dependencies between targets. */
package dev.imagemanager.graph;
