/** Types of the OCI specifications: image references, digests and platforms. */
package dev.imagemanager.reference;
