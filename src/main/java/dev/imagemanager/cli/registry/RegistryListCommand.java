package dev.imagemanager.cli.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProblemsDocument;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.registry.FleetShare;
import dev.imagemanager.pipeline.registry.RegistryDocuments;
import dev.imagemanager.pipeline.registry.RegistryStock;
import dev.imagemanager.pipeline.registry.RegistryStock.Listing;
import dev.imagemanager.pipeline.registry.RepositoryStock;
import dev.imagemanager.pipeline.registry.TagMeaning;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "list",
        description = "Show the tags that registries have of the fleet's images, and which of them the fleet defines.")
public final class RegistryListCommand implements Callable<Integer> {

    @ParentCommand
    RegistryCommand registry;

    @Mixin
    HelpOption help;

    @Mixin
    QueryOptions query;

    @Mixin
    OutputOption output;

    private final RegistryStock stock;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    RegistryListCommand(RegistryStock stock, Console console, ProblemPrinter problemPrinter) {
        this.stock = stock;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        Listing listing = stock.list(query.query(registry.directory()));
        problemPrinter.print(listing.problems());
        if (output.isJson()) {
            ObjectNode document = RegistryDocuments.of(listing);
            ProblemsDocument.add(document, listing.problems());
            console.result(document);
        } else {
            print(listing);
        }
        return (listing.problems().isEmpty() ? ExitCode.OK : ExitCode.ENVIRONMENT).number();
    }

    private void print(Listing listing) {
        TextTable table = new TextTable("REPOSITORY", "TAG", "KIND", "DIGEST", "PLATFORMS", "AGE", "SIZE", "STATE");
        Instant now = Instant.now();
        int tags = 0;
        int orphans = 0;
        for (RepositoryStock repository : listing.stocks()) {
            SortedMap<String, TagMeaning> meanings = repository.meanings();
            FleetShare share = FleetShare.of(repository, meanings);
            meanings.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> entry.getValue().kind()))
                    .forEach(entry -> {
                        Digest digest = repository.tags().get(entry.getKey());
                        table.add(
                                repository.repository().toString(),
                                ShownTag.of(entry.getKey()),
                                kind(entry.getValue()),
                                digest.abbreviated(),
                                joined(repository.platforms(digest)),
                                ShownTag.age(repository.time(digest), now),
                                ByteSize.format(repository.bytes(digest)),
                                state(share.isInFleet(entry.getKey())));
                    });
            tags += meanings.size();
            orphans += (int) meanings.keySet().stream()
                    .filter(tag -> share.isInFleet(tag).equals(Optional.of(false)))
                    .count();
        }
        if (tags > 0) {
            table.lines().forEach(console::result);
            console.result("");
        }
        console.result(Counts.of(
                        (int) listing.stocks().stream()
                                .filter(repository -> !repository.tags().isEmpty())
                                .count(),
                        "repository",
                        "repositories")
                + ", " + Counts.of(tags, "tag") + ", " + orphans
                + " orphaned");
    }

    private static String kind(TagMeaning meaning) {
        return meaning.kind()
                + meaning.snapshot().map(name -> " " + name).orElse("")
                + meaning.of().map(tag -> " of " + tag).orElse("");
    }

    private static String joined(SortedSet<Platform> platforms) {
        return platforms.isEmpty()
                ? "-"
                : platforms.stream().map(Platform::toString).collect(Collectors.joining(", "));
    }

    private static String state(Optional<Boolean> isInFleet) {
        return isInFleet.map(is -> is ? "in fleet" : "orphaned").orElse("-");
    }
}
