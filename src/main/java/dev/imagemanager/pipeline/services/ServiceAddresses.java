package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceName;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where this command's services are. Written once for each, by {@link FleetServices}, before anything uses it. */
@Singleton
public final class ServiceAddresses {

    private final Map<ServiceName, String> addresses = new ConcurrentHashMap<>();

    void put(ServiceName service, String address) {
        addresses.put(service, address);
    }

    /** @throws IllegalStateException if nobody made sure before that the service is there */
    public String of(ServiceName service) {
        String address = addresses.get(service);
        if (address == null) {
            throw new IllegalStateException("nobody asked for " + service);
        }
        return address;
    }
}
