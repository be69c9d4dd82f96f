/** Downloads and installs the tools of {@code tools install}. */
package dev.imagemanager.infra.tool;
