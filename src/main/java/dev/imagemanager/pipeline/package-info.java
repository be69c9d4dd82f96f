/** The use cases of the program, one per subpackage, and their events. */
package dev.imagemanager.pipeline;
