/** The fleet's own Garage: an object store on this machine that keeps the layers of builds. */
package dev.imagemanager.infra.garage;
