/** The resolved images of a fleet. All types are immutable. */
package dev.imagemanager.model;
