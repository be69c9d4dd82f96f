/** Checks of what this machine offers: daemons, kernel, disks, ports, credential helpers. */
package dev.imagemanager.infra.doctor;
