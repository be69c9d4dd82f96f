/** Definitions as they are written: read, checked for form, never resolved. */
package dev.imagemanager.config;
