/** What tools are told to log in to registries with. */
package dev.imagemanager.infra.credentials;
