/** Which tools this machine has, and in which versions. */
package dev.imagemanager.infra.inventory;
