/** The life cycle of a fleet's services, and services as daemons of this machine (Linux only). */
package dev.imagemanager.infra.daemon;
