package dev.imagemanager.config;

import dev.imagemanager.TestFleet;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose settings are read. */
abstract class SettingsFleet {

    @TempDir
    Path directory;

    TestFleet fleet;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
    }

    FleetConfig settings(String text) {
        return fleet.with(".image-manager.yml", text).settings();
    }
}
