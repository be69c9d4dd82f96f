/** The commands for services: up, down, status, logs. */
package dev.imagemanager.cli.services;
