/** Runs BuildKit daemons, and builds with them using buildctl. */
package dev.imagemanager.infra.buildkit;
