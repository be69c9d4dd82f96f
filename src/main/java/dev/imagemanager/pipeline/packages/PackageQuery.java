package dev.imagemanager.pipeline.packages;

import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which packages are looked for. */
public sealed interface PackageQuery {

    /** In characters; longer texts are no names. */
    int LONGEST = 1000;

    boolean matches(ListedPackage listed);

    /**
     * @param text a name, perhaps with versions: {@code openssl<3.0.15}, {@code python3*>=3.11,<3.12}; {@code license:MIT};
     *     or {@code purl:pkg:deb/debian/openssl}
     * @throws InputException if it is none of these
     */
    static PackageQuery parse(String text) {
        String query = text.strip();
        if (query.length() > LONGEST) {
            throw invalid(query, "is longer than " + LONGEST + " characters");
        }
        if (query.startsWith(ByLicense.KEY)) {
            return new ByLicense(new NamePattern(required(query, ByLicense.KEY)));
        }
        return query.startsWith(ByUrl.KEY) ? ByUrl.of(query) : ByName.of(query);
    }

    private static String required(String query, String key) {
        String value = query.substring(key.length()).strip();
        if (value.isEmpty()) {
            throw invalid(query, "has nothing after '" + key + "'");
        }
        return value;
    }

    private static InputException invalid(String query, String reason) {
        return new InputException(Problem.error("the query " + Excerpt.of(query) + " " + reason)
                .withHint("write a name, such as openssl or 'python3*', perhaps with versions: 'openssl<3.0.15',"
                        + " 'openssl>=3.0,<3.0.15'; license:MIT; or purl:pkg:deb/debian/openssl"));
    }

    /** Packages, or packages made of a source package, with a name and certain versions. */
    record ByName(NamePattern name, List<Bound> versions) implements PackageQuery {

        private static final Pattern FORM = Pattern.compile("(?<name>[^<>=!,\\s]+)\\s*(?<versions>[<>=!].*)?");

        public ByName {
            versions = List.copyOf(versions);
        }

        static ByName of(String query) {
            Matcher form = FORM.matcher(query);
            if (!form.matches()) {
                throw invalid(query, query.isEmpty() ? "is empty" : "does not begin with a name");
            }
            List<Bound> bounds = new ArrayList<>();
            if (form.group("versions") != null) {
                for (String bound : form.group("versions").split(",", -1)) {
                    bounds.add(Bound.find(bound.strip(), query));
                }
            }
            return new ByName(new NamePattern(form.group("name")), bounds);
        }

        @Override
        public boolean matches(ListedPackage listed) {
            return listed.isCalled(name)
                    && (versions.isEmpty() || !listed.version().isEmpty() && isWithin(listed));
        }

        private boolean isWithin(ListedPackage listed) {
            VersionOrder order = VersionOrder.of(listed.type());
            return versions.stream().allMatch(bound -> bound.allows(listed.version(), order));
        }
    }

    /** A limit of versions. */
    record Bound(Operator operator, String version) {

        private static final Pattern FORM = Pattern.compile("(<=|<|>=|>|!=|==|=)\\s*([^<>=!\\s]+)");

        /** How a version has to compare. */
        enum Operator {
            LOWER,
            LOWER_OR_EQUAL,
            EQUAL,
            NOT_EQUAL,
            HIGHER_OR_EQUAL,
            HIGHER
        }

        static Bound find(String text, String query) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw invalid(query, "has no version in " + Excerpt.of(text));
            }
            return new Bound(
                    switch (form.group(1)) {
                        case "<" -> Operator.LOWER;
                        case "<=" -> Operator.LOWER_OR_EQUAL;
                        case ">" -> Operator.HIGHER;
                        case ">=" -> Operator.HIGHER_OR_EQUAL;
                        case "!=" -> Operator.NOT_EQUAL;
                        default -> Operator.EQUAL;
                    },
                    form.group(2));
        }

        boolean allows(String installed, VersionOrder order) {
            int difference = order.compare(installed, version);
            return switch (operator) {
                case LOWER -> difference < 0;
                case LOWER_OR_EQUAL -> difference <= 0;
                case EQUAL -> difference == 0;
                case NOT_EQUAL -> difference != 0;
                case HIGHER_OR_EQUAL -> difference >= 0;
                case HIGHER -> difference > 0;
            };
        }
    }

    /**
     * Packages under a license: one of the names in their SPDX license expression (SPDX 2.3, annex D), which may be upper or
     * lower case. What Debian calls Expat is MIT ("Machine-readable debian/copyright file", "License specification").
     *
     * @param license without {@code LicenseRef-}, which the expression may have
     */
    record ByLicense(NamePattern license) implements PackageQuery {

        private static final String KEY = "license:";
        private static final String OWN = "LicenseRef-";
        private static final String DEBIAN_MIT = OWN + "Expat";
        private static final Pattern NAMES = Pattern.compile("[^\\s()]+");

        @Override
        public boolean matches(ListedPackage listed) {
            return NAMES.matcher(listed.license())
                    .results()
                    .map(found -> found.group())
                    .anyMatch(name -> license.matches(name)
                            || name.startsWith(OWN) && license.matches(name.substring(OWN.length()))
                            || name.equals(DEBIAN_MIT) && license.matches("MIT"));
        }
    }

    /** Packages with a package URL, or one that begins so: at the end of a part, or where {@code *} ends the query. */
    record ByUrl(String prefix, boolean isOpen) implements PackageQuery {

        private static final String KEY = "purl:";
        private static final String ENDS = "@?#&/";

        static ByUrl of(String query) {
            String url = required(query, KEY);
            if (!url.startsWith(PackageUrl.SCHEME)) {
                throw invalid(query, "has no package URL after '" + KEY + "': it begins with " + PackageUrl.SCHEME);
            }
            boolean isOpen = url.endsWith("*");
            return new ByUrl(PackageUrl.decoded(isOpen ? url.substring(0, url.length() - 1) : url), isOpen);
        }

        @Override
        public boolean matches(ListedPackage listed) {
            return listed.purl().map(PackageUrl::decoded).filter(this::begins).isPresent();
        }

        private boolean begins(String url) {
            if (!url.startsWith(prefix)) {
                return false;
            }
            return isOpen
                    || url.length() == prefix.length()
                    || ENDS.indexOf(url.charAt(prefix.length())) >= 0
                    || ENDS.indexOf(prefix.charAt(prefix.length() - 1)) >= 0;
        }
    }
}
