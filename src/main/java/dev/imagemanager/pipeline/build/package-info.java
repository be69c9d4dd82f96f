/** Building targets in the order of their dependencies. */
package dev.imagemanager.pipeline.build;
