/** Which targets build on which. */
package dev.imagemanager.graph;
