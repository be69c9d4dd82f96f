/** The terms of the OCI specifications that everything else speaks in: image references, digests, platforms. */
package dev.imagemanager.reference;
