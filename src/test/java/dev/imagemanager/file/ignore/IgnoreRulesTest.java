package dev.imagemanager.file.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.file.ignore.IgnoreFixtures.Fixture;
import dev.imagemanager.file.ignore.IgnoreRules.Verdict;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {

    private static final Path FILE = Path.of("images/app/.dockerignore");

    static List<Fixture> fixtures() {
        return new IgnoreFixtures().all();
    }

    static List<String> refused() {
        return new IgnoreFixtures().refused();
    }

    private static IgnoreRules rules(String text) {
        Problems problems = new Problems();
        IgnoreRules rules = IgnoreFile.read(FILE, text.getBytes(StandardCharsets.UTF_8), problems);
        assertThat(problems.errors()).isEmpty();
        return rules;
    }

    /** {@code sent} is what BuildKit sends; IgnoreRulesIT compares it. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void keepsWhatBuildKitSends(Fixture fixture) {
        IgnoreRules rules = rules(fixture.ignore());
        SortedSet<String> kept = new TreeSet<>();
        for (String file : paths(fixture)) {
            Verdict verdict = Verdict.CONTEXT;
            boolean isReached = true;
            String[] names = file.split("/");
            String path = "";
            for (int i = 0; i < names.length; i++) {
                path = path.isEmpty() ? names[i] : path + "/" + names[i];
                verdict = rules.of(path, verdict);
                isReached &= i == names.length - 1 || !verdict.isLeftOut() || rules.mayKeepBelow(path);
            }
            if (!verdict.isLeftOut()) {
                assertThat(isReached).as(file + " is looked at").isTrue();
                kept.add(file);
                for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
                    kept.add(file.substring(0, slash + 1));
                }
            }
        }
        assertThat(kept).isEqualTo(fixture.sent());
    }

    private static SortedSet<String> paths(Fixture fixture) {
        SortedSet<String> paths = new TreeSet<>(List.of(".dockerignore"));
        for (String written : fixture.tree()) {
            String file = written.split(" -> ")[0];
            paths.add(file);
            for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
                paths.add(file.substring(0, slash + 1));
            }
        }
        return paths;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatBuildKitRefuses(String pattern) {
        Problems problems = new Problems();
        IgnoreFile.read(FILE, ("# first\n" + pattern + "\nsound\n").getBytes(StandardCharsets.UTF_8), problems);

        assertThat(problems.errors()).hasSize(1);
        Problem problem = problems.errors().get(0);
        assertThat(problem.location()).hasToString("Optional[images/app/.dockerignore:2:1]");
        assertThat(problem.message()).startsWith("the pattern ").contains(" cannot be used: ");
    }

    /** Go's regular expressions give these a meaning that is not that of Java's. */
    @ParameterizedTest
    @ValueSource(strings = {"\\bword*", "a\\z*", "\\pN*", "\\x41*", "\\Qa*"})
    void refusesWhatItDoesNotUnderstandAsBuildKitDoes(String pattern) {
        Problems problems = new Problems();
        IgnoreFile.read(FILE, pattern.getBytes(StandardCharsets.UTF_8), problems);

        assertThat(problems.errors()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("cannot follow a backslash"));
    }

    @Test
    void tellsALineThatBuildKitDoesNotRead() {
        Problems problems = new Problems();
        IgnoreFile.read(FILE, ("a\n" + "b".repeat(70_000)).getBytes(StandardCharsets.UTF_8), problems);

        assertThat(problems.errors()).singleElement().satisfies(problem -> {
            assertThat(problem.location()).hasToString("Optional[images/app/.dockerignore:2:1]");
            assertThat(problem.message()).contains("longer than 64 KiB");
        });
    }

    /** A folder that is left out is not looked into unless an exception could match there. */
    @Test
    void looksOnlyWhereAnExceptionCouldMatch() {
        assertThat(rules("vendor\n").mayKeepBelow("vendor")).isFalse();
        IgnoreRules exact = rules("*\n!src/main\n");
        assertThat(exact.mayKeepBelow("src")).isTrue();
        assertThat(exact.mayKeepBelow("sr")).isFalse();
        assertThat(exact.mayKeepBelow("vendor")).isFalse();
        assertThat(exact.mayKeepBelow("src/main")).isFalse();
        IgnoreRules withStar = rules("*\n!src/*/x\n");
        assertThat(withStar.mayKeepBelow("src")).isTrue();
        assertThat(withStar.mayKeepBelow("src/a")).isTrue();
        assertThat(withStar.mayKeepBelow("vendor")).isFalse();
        assertThat(rules("*\n!**/x\n").mayKeepBelow("vendor")).isTrue();
        assertThat(rules("*\n!v*\n").mayKeepBelow("vendor")).isTrue();
    }

    /** A backtracking engine would take years. */
    @Test
    @Timeout(10)
    void takesLinearTime() {
        IgnoreRules rules = rules("*-*-*-*-*-*-*-*-*-*.bak\n" + "[a-z]*".repeat(100) + "!\n");

        assertThat(rules.of("ab-".repeat(80) + "x", Verdict.CONTEXT).isLeftOut())
                .isFalse();
    }

    @Test
    void tellsPatternsThatLeaveOutEverything() {
        for (String all : List.of("*", "**", "/*", "**/*", "[^a]*", "?*")) {
            IgnoreRules rules = rules(all + "\nvendor\n!src\n").withoutCatchAll();
            assertThat(rules.of("docs", Verdict.CONTEXT).isLeftOut()).as(all).isFalse();
            assertThat(rules.of("vendor", Verdict.CONTEXT).isLeftOut()).as(all).isTrue();
        }
    }
}
