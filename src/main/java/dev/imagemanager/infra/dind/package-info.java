/** The fleet's own Docker daemon for tests, separate from the user's. */
package dev.imagemanager.infra.dind;
