package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServicePlace;
import java.time.Instant;
import java.util.List;

/**
 * The certificates of a service in a container, as the service sees them. Its key is only sent to the Docker daemon, and
 * is in no argument, variable or file of this machine.
 *
 * @param directory in the container
 * @param owner the id of the user in the container who reads the key
 */
public record ServerCertificates(String directory, int owner) {

    /** Returns the path of the authority that signs the certificates of clients. */
    public String authority() {
        return directory + "/" + ClientCertificates.AUTHORITY;
    }

    public String certificate() {
        return directory + "/" + ClientCertificates.CERTIFICATE;
    }

    public String key() {
        return directory + "/" + ClientCertificates.KEY;
    }

    /**
     * Makes new certificates for a service that is about to start, and writes the {@link ClientCertificates}.
     *
     * @return the files for the container
     */
    public List<ContainerFile> create(ServicePlace place) {
        String name = "image-manager " + place.directory().state().id() + " "
                + place.directory().name();
        CertificateAuthority issuer = new CertificateAuthority(name + " authority", Instant.now());
        ClientCertificates.write(
                place.directory(), place.address(), issuer.certificate(), issuer.client(name + " client"));
        CertificateAuthority.Identity server = issuer.server(name);
        return List.of(
                ContainerFile.readable(authority(), issuer.certificate()),
                ContainerFile.readable(certificate(), server.certificate()),
                ContainerFile.secret(key(), server.key(), owner));
    }
}
