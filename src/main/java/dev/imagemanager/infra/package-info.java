/** The world outside, behind the pipeline's ports: one package a tool or protocol. */
package dev.imagemanager.infra;
