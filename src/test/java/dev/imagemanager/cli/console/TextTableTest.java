package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsLineUpAndNoLineEndsInSpaces() {
        TextTable table = new TextTable("A", "LONG", "C");
        table.add("first", "x", "");
        table.add("", "longer", "c");

        assertThat(table.lines()).containsExactly("A      LONG    C", "first  x", "       longer  c");
    }

    @Test
    void withoutRowsThereAreHeadings() {
        assertThat(new TextTable("A", "B").lines()).containsExactly("A  B");
    }

    @Test
    void everyRowHasAllCells() {
        assertThatThrownBy(() -> new TextTable("A", "B").add("only one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells under 2 headings");
    }
}
