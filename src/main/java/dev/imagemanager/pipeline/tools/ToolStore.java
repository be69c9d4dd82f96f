package dev.imagemanager.pipeline.tools;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The tools of this machine, and where more of them come from. */
public interface ToolStore {

    /**
     * What became of an installation.
     *
     * @param packageName what was downloaded as a whole; may hold several tools
     * @param tools what can be called now
     * @param wasThere whether an earlier installation was found, so that nothing had to be done
     */
    record Installation(String packageName, String version, Path directory, List<String> tools, boolean wasThere) {
        public Installation {
            tools = List.copyOf(tools);
        }
    }

    /** Hears of what takes time. */
    interface Listener {

        void downloading(String packageName, String version, URI address);

        /** Another run of this program installs the same. */
        void waiting(String packageName);
    }

    /** The tools that can be of use on this machine, as they were meant to be listed. */
    List<String> names();

    /**
     * Looks for every tool and asks it for its version.
     *
     * @throws InterruptedException if the work was to end
     */
    List<ToolStatus> inspect() throws InterruptedException;

    /**
     * Downloads the pinned version of the package that holds a tool, unless it is there.
     *
     * @param tool one of {@link #names}
     * @param mirror that is asked instead of the tools' own servers
     * @throws dev.imagemanager.problem.EnvironmentException if that cannot be done; nothing is left behind then
     * @throws InterruptedException if the work was to end
     */
    Installation install(String tool, Optional<URI> mirror, Listener listener) throws InterruptedException;
}
