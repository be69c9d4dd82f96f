package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.pipeline.attest.Added;
import dev.imagemanager.pipeline.attest.Attachments;
import dev.imagemanager.pipeline.attest.AttestationSession;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Attaches statements and signatures to images whose content is in a registry. Safe for use by several threads. */
interface Attacher {

    /** Returns what keeps an image from being published, since it cannot be attached. */
    List<Problem> missing(PublishableImage image);

    /**
     * @return what was attached, in a word each
     * @throws dev.imagemanager.problem.ImageManagerException if something cannot be attached
     */
    List<String> attach(Publication publication) throws InterruptedException;

    /** Attaches nothing. */
    static Attacher ofNothing() {
        return new Attacher() {
            @Override
            public List<Problem> missing(PublishableImage image) {
                return List.of();
            }

            @Override
            public List<String> attach(Publication publication) {
                return List.of();
            }
        };
    }

    /** Attaches what is known about images, and signs it. */
    static Attacher of(AttestationSession session, ImageEvidence evidence) {
        return new Attacher() {
            @Override
            public List<Problem> missing(PublishableImage image) {
                return session.missing(evidence.ofRequired(image));
            }

            @Override
            public List<String> attach(Publication publication) throws InterruptedException {
                return session
                        .attach(
                                evidence.of(publication.image()),
                                publication.destination().place())
                        .stream()
                        .map(Added::what)
                        .distinct()
                        .map(Object::toString)
                        .toList();
            }
        };
    }

    /** Copies what is attached to images where they come from. */
    static Attacher copying(Attachments attachments, PublishPlace source) {
        return new Attacher() {
            @Override
            public List<Problem> missing(PublishableImage image) {
                return List.of();
            }

            @Override
            public List<String> attach(Publication publication) throws InterruptedException {
                PublishPlace destination = publication.destination().place();
                Attachments.Place from = attachments.at(source.registry(), source.repository(publication.imageName()));
                Attachments.Place to =
                        attachments.at(destination.registry(), destination.repository(publication.imageName()));
                Set<Digest> subjects =
                        new LinkedHashSet<>(List.of(publication.image().digest()));
                subjects.addAll(publication.image().platforms().values());
                int copied = 0;
                for (Digest subject : subjects) {
                    copied += from.copyTo(to, subject);
                }
                return Optional.of(copied).filter(number -> number > 0).stream()
                        .map(number -> number + " copied")
                        .toList();
            }
        };
    }
}
