package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a {@code --mount} flag: one line of CSV. A quoted field may contain commas and doubled quotes.
 *
 * <p>Rules: {@code parseMount} of BuildKit, which reads with {@code tonistiigi/go-csvvalue} (RFC 4180, strict quotes).
 */
final class CsvFields {

    private final String line;
    private final List<Field> fields = new ArrayList<>();
    private int position;

    private CsvFields(String line) {
        this.line = line;
    }

    /** @param start offset of the field's text in the line, after its quote if it has one */
    record Field(String text, int start) {}

    /** Returns the fields; empty if the line is empty or a quote is not allowed in its position. */
    static Optional<List<Field>> read(String line) {
        CsvFields csv = new CsvFields(line);
        return !line.isEmpty() && csv.readAll() ? Optional.of(csv.fields) : Optional.empty();
    }

    private boolean readAll() {
        do {
            boolean quoted = position < line.length() && line.charAt(position) == '"';
            if (!(quoted ? readQuoted() : readPlain())) {
                return false;
            }
        } while (takeComma());
        return position == line.length();
    }

    private boolean readPlain() {
        int comma = line.indexOf(',', position);
        int end = comma < 0 ? line.length() : comma;
        String text = line.substring(position, end);
        fields.add(new Field(text, position));
        position = end;
        return text.indexOf('"') < 0;
    }

    private boolean readQuoted() {
        int start = ++position;
        StringBuilder text = new StringBuilder();
        while (position < line.length()) {
            char c = line.charAt(position++);
            if (c != '"') {
                text.append(c);
            } else if (position < line.length() && line.charAt(position) == '"') {
                position++;
                text.append(c);
            } else {
                fields.add(new Field(text.toString(), start));
                return true;
            }
        }
        return false;
    }

    private boolean takeComma() {
        boolean comma = position < line.length() && line.charAt(position) == ',';
        if (comma) {
            position++;
        }
        return comma;
    }
}
