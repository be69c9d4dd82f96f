/** Reads definitions and checks their syntax. Does not resolve them. */
package dev.imagemanager.config;
