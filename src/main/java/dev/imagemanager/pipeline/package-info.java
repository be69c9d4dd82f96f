/** What the program can do for its user, one use case a subpackage, and the events that they tell of. */
package dev.imagemanager.pipeline;
