/** Running work in the order that its dependencies allow. */
package dev.imagemanager.pipeline.schedule;
