package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.List;

/** How many numbers of a version an alias keeps. */
public enum AliasLevel {
    MAJOR {
        @Override
        String aliasOf(SemanticVersion version) {
            return version.prefix() + version.major() + version.suffix();
        }

        @Override
        List<BigInteger> line(SemanticVersion version) {
            return List.of(new BigInteger(version.major()));
        }
    },
    MINOR {
        @Override
        String aliasOf(SemanticVersion version) {
            return version.prefix() + version.major() + "." + version.minor() + version.suffix();
        }

        @Override
        List<BigInteger> line(SemanticVersion version) {
            return List.of(new BigInteger(version.major()), new BigInteger(version.minor()));
        }
    };

    /** Returns the alias for a version. */
    abstract String aliasOf(SemanticVersion version);

    /** Returns the numbers that all versions with the same alias have in common. */
    abstract List<BigInteger> line(SemanticVersion version);
}
