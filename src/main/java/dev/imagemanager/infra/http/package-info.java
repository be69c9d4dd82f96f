/** How this program reaches servers by itself. */
package dev.imagemanager.infra.http;
