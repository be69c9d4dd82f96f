/** Runs other programs. */
package dev.imagemanager.infra.process;
