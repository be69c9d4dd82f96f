package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Images outside the fleet, on paper. */
public final class FakeBaseImages implements BaseImageResolver {

    /** Reference → digest. */
    public final Map<String, Digest> digests = new HashMap<>();

    /** References whose registries cannot be asked. */
    final Set<String> offline = new HashSet<>();

    /** Reference → instructions of its configuration. */
    final Map<String, List<String>> triggers = new HashMap<>();

    /** References, with their platforms, whose configurations were read. */
    final List<String> read = new ArrayList<>();

    @Override
    public Resolution resolve(ImageReference image, FleetSettings settings) {
        if (offline.contains(image.toString())) {
            return new Resolution.NotFound("no network", true);
        }
        Digest digest = digests.get(image.toString());
        return digest == null ? new Resolution.NotFound("nobody has it", false) : new Resolution.Found(digest);
    }

    @Override
    public Triggers triggers(ImageReference image, Digest digest, Platform platform, FleetSettings settings) {
        read.add(image + " " + platform);
        return new Triggers.Found(triggers.getOrDefault(image.toString(), List.of()));
    }
}
