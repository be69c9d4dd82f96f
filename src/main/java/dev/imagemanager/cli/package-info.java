/** The command line: converts options to requests, and results to output and exit codes. */
package dev.imagemanager.cli;
