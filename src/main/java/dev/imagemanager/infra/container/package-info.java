/** Runs containers and loads images in Docker daemons, using docker-java. */
package dev.imagemanager.infra.container;
