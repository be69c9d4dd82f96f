/** HTTP requests of this program to other servers. */
package dev.imagemanager.infra.http;
