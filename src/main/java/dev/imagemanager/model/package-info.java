/** What an image is: complete, merged and immutable. */
package dev.imagemanager.model;
