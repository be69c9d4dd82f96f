package dev.imagemanager.pipeline.tools;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds and installs tools. */
public interface ToolStore {

    /**
     * The result of an installation.
     *
     * @param packageName the downloaded package; may contain several tools
     * @param tools the installed tools
     * @param wasThere whether it was already installed
     */
    record Installation(String packageName, String version, Path directory, List<String> tools, boolean wasThere) {
        public Installation {
            tools = List.copyOf(tools);
        }
    }

    /** Receives the progress of an installation. */
    interface Listener {

        void downloading(String packageName, String version, URI address);

        /** Called before waiting for another image-manager that installs the same package. */
        void waiting(String packageName);
    }

    /** Returns the tools for this machine, in output order. */
    List<String> names();

    /**
     * Finds all tools and their versions.
     *
     * @throws InterruptedException if interrupted
     */
    List<ToolStatus> inspect() throws InterruptedException;

    /**
     * Downloads the pinned version of the package that holds a tool, unless it is there.
     *
     * @param tool one of {@link #names}
     * @param mirror to use instead of the tools' own servers
     * @throws dev.imagemanager.problem.EnvironmentException if the installation fails; nothing is installed then
     * @throws InterruptedException if interrupted
     */
    Installation install(String tool, Optional<URI> mirror, Listener listener) throws InterruptedException;
}
