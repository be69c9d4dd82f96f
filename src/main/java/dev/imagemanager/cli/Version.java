package dev.imagemanager.cli;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import picocli.CommandLine.IVersionProvider;

/** Provides the output of {@code --version}. */
@Singleton
final class Version implements IVersionProvider {

    private final String version;

    @Inject
    public Version(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"image-manager " + version};
    }
}
