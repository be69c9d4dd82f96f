/** Networks of containers and build steps of the fleet's own daemons. */
package dev.imagemanager.infra.network;
