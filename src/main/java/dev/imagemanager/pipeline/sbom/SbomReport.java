package dev.imagemanager.pipeline.sbom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.StepReport;
import java.util.List;
import java.util.stream.Collectors;

/** The result of listing the packages of a target's images. */
record SbomReport(SbomRecord record) implements StepReport {

    static final String COLUMN = "PACKAGES";

    /** Returns the number of packages, or the different numbers of several platforms. */
    String packages() {
        return record.platforms().values().stream()
                .map(SbomRecord.Entry::packages)
                .sorted()
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    @Override
    public List<Fact> facts() {
        return List.of(Fact.text(COLUMN, packages()));
    }

    @Override
    public void describe(ObjectNode target) {
        ObjectNode packages = target.putObject("packages");
        record.platforms().forEach((platform, entry) -> packages.put(platform.toString(), entry.packages()));
    }
}
