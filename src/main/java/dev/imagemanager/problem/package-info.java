/** What can be wrong, where it is, and what it means for the program's end. */
package dev.imagemanager.problem;
