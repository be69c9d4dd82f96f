package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.util.Optional;

/** Where the values of a file come from besides its text. */
interface Values {

    /** A value from outside that goes before the written one. */
    Optional<String> override(String path);

    boolean hasOverrideBelow(String path);

    /** Where the value of {@link #override}, or one below it, comes from. */
    SourceLocation overrideLocation(String path);

    /** The value of a written scalar; empty when a problem was added. */
    Optional<String> expand(String path, YamlNode.Scalar scalar, Problems problems);

    /** Whether values may stand in messages; false where one may be a secret. */
    boolean mayBeShown();

    /** Values that mean what they say. */
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
