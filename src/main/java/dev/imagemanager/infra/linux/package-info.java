/** Information about Linux: processes, ports, control groups, user namespaces. */
package dev.imagemanager.infra.linux;
