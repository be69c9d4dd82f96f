/** What adapters do with files besides reading and writing them. */
package dev.imagemanager.infra.file;
