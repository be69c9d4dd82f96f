/** The installed tools of this machine and their versions. */
package dev.imagemanager.infra.inventory;
