package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The result of building one target.
 *
 * @param upToDate whether nothing was built
 * @param remembered whether an image was found in the build registry by its key
 * @param keyUnknown why the target is always built; empty if it is not
 * @param builders platform → address of the builder that built the image, where there are several
 */
public record BuildReport(
        BuildRecord record,
        boolean upToDate,
        boolean remembered,
        Optional<String> keyUnknown,
        SortedMap<Platform, String> builders)
        implements StepReport {

    private static final String SIZE = "SIZE";
    private static final String DIGEST = "DIGEST";
    private static final String BUILD_TIME = "BUILD";

    static final List<String> COLUMNS = List.of(SIZE, DIGEST, BUILD_TIME);

    /** Returns the result in a few words. */
    String summary() {
        if (!upToDate) {
            return "built " + record.digest();
        }
        return remembered ? "up to date: the build registry has it" : "up to date";
    }

    @Override
    public List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        if (record.size() > 0) {
            facts.add(Fact.bytes(SIZE, record.size()));
        }
        facts.add(Fact.content(DIGEST, record.digest()));
        if (!upToDate) {
            facts.add(Fact.time(BUILD_TIME, record.time()));
        }
        return facts;
    }

    @Override
    public void describe(ObjectNode target) {
        target.put("digest", record.digest().toString());
        if (record.size() > 0) {
            target.put("imageBytes", record.size());
        }
        target.put("buildMilliseconds", record.time().toMillis());
        keyUnknown.ifPresent(reason -> target.put("keyUnknown", reason));
        if (!builders.isEmpty()) {
            ObjectNode byPlatform = target.putObject("builders");
            builders.forEach((platform, builder) -> byPlatform.put(platform.toString(), builder));
        }
    }
}
