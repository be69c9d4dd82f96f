package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.PublishSettings;
import dev.imagemanager.problem.ImageManagerException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Attaches statements about images and signatures to published images. */
@ApplicationScoped
public final class ImageAttester {

    private final BlobSigners signers;
    private final Attachments attachments;
    private final FleetSources sources;

    @Inject
    public ImageAttester(BlobSigners signers, Attachments attachments, FleetSources sources) {
        this.signers = signers;
        this.attachments = attachments;
        this.sources = sources;
    }

    /**
     * Checks the keys of the fleet and the tool that signs.
     *
     * @return empty if the fleet neither attaches nor signs anything
     * @throws ImageManagerException with all reasons why it is not possible
     */
    public Optional<AttestationSession> open(Fleet fleet) throws InterruptedException {
        PublishSettings settings = fleet.settings().publishing();
        boolean attestsNothing =
                settings.attest().isEmpty() || settings.attest().get().isEmpty();
        if (settings.signing().isEmpty() && attestsNothing) {
            return Optional.empty();
        }
        Optional<BlobSigner> signer = settings.signing().isPresent()
                ? Optional.of(signers.open(settings.signing().get()))
                : Optional.empty();
        return Optional.of(new AttestationSession(
                attachments, signer, new Statements(settings.attest(), sources.of(fleet.directory()))));
    }
}
