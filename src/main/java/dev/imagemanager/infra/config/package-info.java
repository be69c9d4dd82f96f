/** The process's environment as a source of configuration. */
package dev.imagemanager.infra.config;
