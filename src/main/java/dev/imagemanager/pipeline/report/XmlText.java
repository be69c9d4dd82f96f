package dev.imagemanager.pipeline.report;

/** Text in XML documents. */
final class XmlText {

    private XmlText() {}

    /** Replaces control characters that are not allowed in XML, not even escaped (XML 1.0, 2.2). */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c != 0xFFFE && c != 0xFFFF ? c : '\uFFFD')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
