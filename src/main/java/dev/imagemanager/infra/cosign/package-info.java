/** Signing and verifying with cosign. It gets files and never talks to registries. */
package dev.imagemanager.infra.cosign;
