/** Checks of this machine: daemons, kernel, disks, ports, credential helpers. */
package dev.imagemanager.infra.doctor;
