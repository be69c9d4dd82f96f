/** Reads configuration from the environment of the process. */
package dev.imagemanager.infra.config;
