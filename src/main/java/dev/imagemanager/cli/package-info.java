/** The command line: options into requests, results into output and exit codes. */
package dev.imagemanager.cli;
