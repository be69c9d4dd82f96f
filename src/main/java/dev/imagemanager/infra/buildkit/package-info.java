/** BuildKit, spoken to through its command-line client buildctl. */
package dev.imagemanager.infra.buildkit;
