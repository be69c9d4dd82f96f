/** Building and testing many targets as their dependencies allow. */
package dev.imagemanager.pipeline.run;
