/** Problems, their positions in files, and exit codes. */
package dev.imagemanager.problem;
