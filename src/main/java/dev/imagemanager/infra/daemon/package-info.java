/** Services as daemons of this machine: private to a fleet, outliving the command that starts them. Linux only. */
package dev.imagemanager.infra.daemon;
