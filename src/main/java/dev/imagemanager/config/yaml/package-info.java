/** YAML with positions: what stands where, before anything is made of it. */
package dev.imagemanager.config.yaml;
