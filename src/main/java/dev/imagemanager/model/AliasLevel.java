package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.List;

/** How much of a version an alias keeps. */
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

    /** The alias that the highest version of a line gets, in that version's spelling. */
    abstract String aliasOf(SemanticVersion version);

    /** The numbers that versions of one line share. */
    abstract List<BigInteger> line(SemanticVersion version);
}
