/** The Docker daemon, spoken to through docker-java. */
package dev.imagemanager.infra.container;
