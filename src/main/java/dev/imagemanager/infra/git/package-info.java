/** What git knows of a fleet's directory. */
package dev.imagemanager.infra.git;
