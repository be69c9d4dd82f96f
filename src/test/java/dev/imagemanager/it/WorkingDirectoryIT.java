package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The working directory is the user's: files there that Quarkus would read have no say. */
class WorkingDirectoryIT {

    private static final String HOSTILE =
            """
            quarkus.log.level=TRACE
            quarkus.banner.enabled=true
            quarkus.application.version=hacked
            quarkus.hibernate-validator.fail-fast=true
            image-manager.build_registry=evil.example:1
            """;

    private static final String HOSTILE_YAML =
            """
            quarkus:
              log:
                level: TRACE
              banner:
                enabled: true
              application:
                version: hacked
              hibernate-validator:
                fail-fast: true
            image-manager:
              build_registry: evil.example:1
            """;

    @TempDir
    Path directory;

    @Test
    void hostileConfigurationChangesNothing() {
        FleetFiles fleet = fleet();
        List<Result> before = everything();

        plant(fleet, HOSTILE, HOSTILE_YAML)
                .file(".env", HOSTILE.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));

        assertThat(everything()).isEqualTo(before);
        Result withVariables = new Program(directory)
                .with("QUARKUS_LOG_LEVEL", "TRACE")
                .with("QUARKUS_BANNER_ENABLED", "true")
                .with(
                        "QUARKUS_CONFIG_LOCATIONS",
                        directory.resolve("config/application.yaml").toString())
                .run("list");
        assertThat(withVariables).isEqualTo(new Program(directory).run("list"));
    }

    @Test
    void malformedConfigurationIsNotRead() {
        FleetFiles fleet = fleet();
        List<Result> before = everything();

        String noEscape = "a=\\uXYZ1\n";
        plant(fleet, noEscape, "a: [b\n").file(".env", noEscape);

        assertThat(everything()).isEqualTo(before);
    }

    private FleetFiles fleet() {
        return new FleetFiles(directory)
                .file("images/app/image.yml", "tags: [{name: 1.2.3}]\n")
                .file("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL v={=tag.version.major}\n");
    }

    private static FleetFiles plant(FleetFiles fleet, String properties, String yaml) {
        for (String folder : List.of("", "config/")) {
            for (String name : List.of("application", "application-prod")) {
                fleet.file(folder + name + ".properties", properties)
                        .file(folder + name + ".yaml", yaml)
                        .file(folder + name + ".yml", yaml);
            }
        }
        return fleet;
    }

    private List<Result> everything() {
        List<Result> results = new ArrayList<>();
        for (String[] command : new String[][] {
            {"--version"}, {"validate"}, {"generate"}, {"generate", "--check"}, {"list", "--output", "json"}, {"graph"}
        }) {
            results.add(new Program(directory).run(command));
        }
        results.set(2, new Result(results.get(2).exitCode(), "", results.get(2).errors()));
        assertThat(results).allSatisfy(result -> assertThat(result.exitCode()).isZero());
        return results;
    }
}
