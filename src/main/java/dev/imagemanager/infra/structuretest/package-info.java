/** Tests of images with container-structure-test. */
package dev.imagemanager.infra.structuretest;
