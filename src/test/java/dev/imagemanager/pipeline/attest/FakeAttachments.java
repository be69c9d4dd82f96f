package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What is attached, in memory. */
public final class FakeAttachments implements Attachments {

    private final Map<String, FakePlace> places = new ConcurrentHashMap<>();

    @Override
    public FakePlace at(Registry registry, String repository) {
        return places.computeIfAbsent(registry.host() + "/" + repository, FakePlace::new);
    }

    /** @param content as the registry has it */
    record Stored(Digest subject, Attached attached, byte[] content) {}

    public static final class FakePlace implements Place {

        final List<Stored> stored = new ArrayList<>();
        final Map<String, PublishedImage> images = new TreeMap<>();

        /** What was read, which takes a request for each. */
        final List<Attached> read = new ArrayList<>();

        private final String name;

        FakePlace(String name) {
            this.name = name;
        }

        FakePlace with(String tag, Digest digest, SortedMap<Platform, Digest> platforms) {
            images.put(tag, new PublishedImage(digest, platforms));
            return this;
        }

        @Override
        public Optional<PublishedImage> image(String tag) {
            return Optional.ofNullable(images.get(tag));
        }

        @Override
        public Optional<PublishedImage> image(Digest digest) {
            return images.values().stream()
                    .filter(image -> image.digest().equals(digest))
                    .findFirst();
        }

        private synchronized List<Attached> found(Digest subject, Attached.Kind... kinds) {
            return stored.stream()
                    .filter(entry -> entry.subject().equals(subject))
                    .map(Stored::attached)
                    .filter(attached -> Arrays.asList(kinds).contains(attached.kind()))
                    .toList();
        }

        @Override
        public List<Attached> signatures(Digest subject) {
            return found(subject, Attached.Kind.SIGNATURE);
        }

        @Override
        public List<Attached> attestations(Digest subject) {
            return found(subject, Attached.Kind.ENVELOPE);
        }

        @Override
        public List<Attached> statements(Digest subject) {
            return found(subject, Attached.Kind.ENVELOPE, Attached.Kind.STATEMENT);
        }

        @Override
        public synchronized Optional<byte[]> read(Attached attached, long limit) {
            read.add(attached);
            return stored.stream()
                    .filter(entry -> entry.attached().digest().equals(attached.digest()))
                    .map(Stored::content)
                    .filter(content -> content.length <= limit)
                    .findFirst();
        }

        @Override
        public synchronized List<Attachment> add(Digest subject, List<Attachment> attachments) {
            attachments.forEach(attachment -> store(subject, attachment));
            return attachments;
        }

        void store(Digest subject, Attachment attachment) {
            if (attachment instanceof Attachment.OfImage image) {
                put(
                        subject,
                        Attached.Kind.SIGNATURE,
                        Optional.empty(),
                        Optional.of(image.signature()),
                        image.payload().content());
                return;
            }
            Attachment.OfStatement claim = (Attachment.OfStatement) attachment;
            byte[] statement = claim.statement().content();
            put(
                    subject,
                    claim.signature().isPresent() ? Attached.Kind.ENVELOPE : Attached.Kind.STATEMENT,
                    Optional.of(claim.statement().predicateType()),
                    claim.signature(),
                    claim.signature()
                            .map(signature -> Envelope.of(statement, signature.value()))
                            .orElse(statement));
        }

        void put(
                Digest subject,
                Attached.Kind kind,
                Optional<String> predicateType,
                Optional<Signature> signature,
                byte[] content) {
            stored.add(new Stored(
                    subject,
                    new Attached(kind, Digest.of(content), content.length, predicateType, signature),
                    content));
        }

        @Override
        public int copyTo(Place destination, Digest subject) {
            FakePlace other = (FakePlace) destination;
            List<Stored> copied = stored.stream()
                    .filter(entry -> entry.subject().equals(subject) && !other.stored.contains(entry))
                    .toList();
            other.stored.addAll(copied);
            return copied.size();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
