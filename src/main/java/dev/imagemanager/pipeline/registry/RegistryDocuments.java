package dev.imagemanager.pipeline.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.Image;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.reference.Digest;
import java.util.Optional;
import java.util.SortedMap;

/** What registries have, and what is removed from them, as JSON. */
public final class RegistryDocuments {

    private static final String REPOSITORIES = "repositories";

    private RegistryDocuments() {}

    public static ObjectNode of(RegistryStock.Listing listing) {
        ObjectNode document = JsonDocument.create();
        ArrayNode repositories = document.putArray(REPOSITORIES);
        for (RepositoryStock stock : listing.stocks()) {
            ObjectNode node = describe(stock.repository(), repositories.addObject());
            ArrayNode tags = node.putArray("tags");
            SortedMap<String, TagMeaning> meanings = stock.meanings();
            FleetShare share = FleetShare.of(stock, meanings);
            stock.tags().forEach((tag, digest) -> {
                ObjectNode row = tags.addObject().put("tag", tag);
                describe(meanings.get(tag), row);
                share.isInFleet(tag).ifPresent(isInFleet -> row.put("inFleet", isInFleet));
                describe(stock, digest, row);
            });
        }
        return document;
    }

    public static ObjectNode of(PruneReport report) {
        ObjectNode document = JsonDocument.create();
        document.put("dryRun", report.isDryRun());
        document.put("tags", report.tags());
        document.put("manifests", report.manifests());
        document.put("bytesAtMost", report.bytes());
        ArrayNode repositories = document.putArray(REPOSITORIES);
        for (RepositoryPlan plan : report.plans()) {
            ObjectNode node = describe(plan.repository(), repositories.addObject());
            ArrayNode removals = node.putArray("removals");
            plan.removals().forEach(removal -> describe(removal, removals.addObject())
                    .put("outcome", report.outcome(removal).toString()));
            ArrayNode stays = node.putArray("stays");
            plan.stays().forEach(stay -> stays.addObject()
                    .put("tag", stay.tag())
                    .put("digest", stay.digest().toString())
                    .put("reason", stay.reason().toString()));
        }
        return document;
    }

    private static ObjectNode describe(FleetRepository repository, ObjectNode node) {
        node.put("registry", repository.registry().host());
        node.put("repository", repository.name());
        node.put("buildRegistry", repository.isForBuilds());
        ArrayNode images = node.putArray("images");
        repository.images().stream().map(Image::name).forEach(images::add);
        return node;
    }

    private static void describe(TagMeaning meaning, ObjectNode row) {
        row.put("kind", meaning.kind().toString());
        meaning.of().ifPresent(tag -> row.put("of", tag));
        meaning.snapshot().ifPresent(name -> row.put("snapshot", name));
        meaning.subject().ifPresent(subject -> row.put("subject", subject.toString()));
    }

    private static void describe(RepositoryStock stock, Digest digest, ObjectNode row) {
        row.put("digest", digest.toString());
        Optional<StoredManifest> manifest = stock.manifest(digest);
        manifest.map(StoredManifest::mediaType)
                .filter(type -> !type.isEmpty())
                .ifPresent(type -> row.put("mediaType", type));
        ArrayNode platforms = row.putArray("platforms");
        stock.platforms(digest).forEach(platform -> platforms.add(platform.toString()));
        row.put("bytes", stock.bytes(digest));
        stock.time(digest).ifPresent(time -> row.put("time", time.toString()));
        manifest.flatMap(StoredManifest::created).ifPresent(time -> row.put("created", time.toString()));
        manifest.flatMap(StoredManifest::modified).ifPresent(time -> row.put("modified", time.toString()));
    }

    private static ObjectNode describe(Removal removal, ObjectNode node) {
        node.put("digest", removal.digest().toString());
        ArrayNode tags = node.putArray("tags");
        removal.tags().forEach(tags::add);
        node.put("tagOnly", removal.isTagOnly());
        node.put("reason", removal.reason().toString());
        removal.detail().ifPresent(name -> node.put("snapshot", name));
        ArrayNode owners = node.putArray("with");
        removal.owners().stream().sorted().forEach(owner -> owners.add(owner.toString()));
        removal.time().ifPresent(time -> node.put("time", time.toString()));
        return node.put("bytes", removal.bytes());
    }
}
