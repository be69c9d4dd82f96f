package dev.imagemanager.infra.daemon;

/** A service that is ready to be started by its {@link ServiceHost}. */
public interface ServiceLaunch {

    /** Where it will be. */
    String address();
}
