/** The packaged program, run as a user runs it, with the real tools. */
package dev.imagemanager.it;
