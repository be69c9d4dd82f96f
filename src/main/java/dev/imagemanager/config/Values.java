package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.util.Optional;

/** Replaces or expands the values of a file. */
interface Values {

    /** Returns the value that overrides the one in the file. */
    Optional<String> override(String path);

    boolean hasOverrideBelow(String path);

    /** Returns the source of the value of {@link #override}, or of one below it. */
    SourceLocation overrideLocation(String path);

    /** Returns the expanded value of a scalar; empty if a problem was added. */
    Optional<String> expand(String path, YamlNode.Scalar scalar, Problems problems);

    /** Returns whether messages may contain values; false if they may be secrets. */
    boolean mayBeShown();

    /** Values without overrides and expansion. */
    Values AS_WRITTEN = new Values() {
        @Override
        public Optional<String> override(String path) {
            return Optional.empty();
        }

        @Override
        public boolean hasOverrideBelow(String path) {
            return false;
        }

        @Override
        public SourceLocation overrideLocation(String path) {
            throw new IllegalStateException("nothing is overridden: " + path);
        }

        @Override
        public Optional<String> expand(String path, YamlNode.Scalar scalar, Problems problems) {
            return Optional.of(scalar.text());
        }

        @Override
        public boolean mayBeShown() {
            return true;
        }
    };
}
