/** Hides credentials in everything that the program shows. */
package dev.imagemanager.config.masking;
