package dev.imagemanager.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest
    @CsvSource({
        "versoins, versions",
        "version, versions",
        "Versions, versions",
        "tag_sufix, tag_suffix",
        "tagsuffix, tag_suffix",
        "tag-suffix, tag_suffix",
        "nmae, name",
        "tgas, tags",
        "labls, labels",
    })
    void findsWhatWasMeant(String unknown, String known) {
        assertThat(Suggestion.closest(
                        unknown, List.of("name", "versions", "variables", "tag_suffix", "tags", "labels")))
                .contains(known);
    }

    @ParameterizedTest
    @CsvSource({"zzz", "''", "x", "banana", "environment", "ab"})
    void doesNotGuessWildly(String unknown) {
        assertThat(Suggestion.closest(unknown, List.of("name", "versions", "a", "yz")))
                .isEmpty();
    }

    @Test
    void theCloserOneWinsThenTheFirstByName() {
        assertThat(Suggestion.closest("vresions", List.of("version", "versions")))
                .contains("versions");
        assertThat(Suggestion.closest("bat", List.of("rat", "cat"))).contains("cat");
    }

    @Test
    void hintsListWhatThereIs() {
        assertThat(Suggestion.hint("nmae", List.of("tags", "name"), "keys")).isEqualTo("did you mean 'name'?");
        assertThat(Suggestion.hint("zzz", List.of("tags", "name"), "keys")).isEqualTo("known keys: name, tags");
        assertThat(Suggestion.hint("zzz", List.of(), "keys")).isEqualTo("there are no keys here");
    }
}
