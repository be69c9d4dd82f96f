/** Publishing images: bringing tested digests to registries, and setting tags to them. */
package dev.imagemanager.pipeline.publish;
