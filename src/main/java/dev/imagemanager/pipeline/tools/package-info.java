/** The tools that image-manager calls: finding and installing them. */
package dev.imagemanager.pipeline.tools;
