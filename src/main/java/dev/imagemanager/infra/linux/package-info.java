/** Facts of the machine that Linux tells: processes, ports, control groups, user namespaces. */
package dev.imagemanager.infra.linux;
