/** How the progress of builds and tests is shown: to people, to programs and to CI systems. */
package dev.imagemanager.cli.progress;
