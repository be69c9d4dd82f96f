/** The files that a {@code .dockerignore} leaves out of a build context, as builders decide it. */
package dev.imagemanager.file.ignore;
