package dev.imagemanager.infra.daemon;

/** The settings that a {@link ServiceHost} starts a service with. */
public interface ServiceLaunch {

    /** Returns the address that the service will listen on. */
    String address();
}
