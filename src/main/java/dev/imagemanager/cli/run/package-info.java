/** The commands that work on targets: build, test, run. */
package dev.imagemanager.cli.run;
