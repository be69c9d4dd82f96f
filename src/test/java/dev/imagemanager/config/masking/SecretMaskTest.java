package dev.imagemanager.config.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

    private static final String TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
    private static final String KEY =
            """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7
            VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDu
            short
            -----END PRIVATE KEY-----
            """;

    private final SecretMask mask = new SecretMask();

    private SecretMask of(String... secrets) {
        mask.learn(List.of(secrets));
        return mask;
    }

    @Test
    void nothingIsMaskedWhereNothingIsKnown() {
        String text = new String("hunter2-hunter2");

        assertThat(mask.isEmpty()).isTrue();
        assertThat(mask.apply(text)).isSameAs(text);
    }

    @Test
    void otherTextStaysTheSame() {
        String text = new String("FROM debian:bookworm-slim ---------------- sha256:0123456789abcdef");

        assertThat(of(TOKEN, KEY, "pass word").apply(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "hunter2-hunter2, ***",
        "a hunter2-hunter2 b HUNTER2-Hunter2 c, a *** b *** c",
        "hunter2-hunter2hunter2-hunter2, ***",
        "x=hunter2-hunte y, x=*** y",
        "x=unter2-hunter2!, x=***!",
        "x=hunter2-hun y, x=hunter2-hun y",
    })
    void valuesAndPartsOfThemInAnyCase(String text, String shown) {
        assertThat(of("hunter2-hunter2").apply(text)).isEqualTo(shown);
    }

    @Test
    void shortValuesAreMaskedAsAWholeAndVeryShortOnesAreNot() {
        of("x", "1234567", "12345678", "", "        ");

        assertThat(mask.apply("a 12345678 b")).isEqualTo("a *** b");
        assertThat(mask.apply("a 1234567 x         ")).isEqualTo("a 1234567 x         ");
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, "ab+c/d?e=\"f\\g h%ü", "12345678", "line one 1\n\tline two 2\n"})
    void usualEncodings(String secret) {
        of(secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String percent = URLEncoder.encode(secret, StandardCharsets.UTF_8);

        assertThat(mask.apply("x " + percent + " y")).isEqualTo("x *** y");
        assertThat(mask.apply("x " + percent.replace("+", "%20") + " y")).isEqualTo("x *** y");
        assertThat(mask.apply("x " + HexFormat.of().formatHex(bytes) + " y")).isEqualTo("x *** y");
        for (String before : new String[] {"", "u", "us", "user:"}) {
            for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
                String encoded = encoder.encodeToString((before + secret + "\n").getBytes(StandardCharsets.UTF_8));
                String shown = mask.apply(encoded);
                assertThat(shown).contains("***");
                assertThat(shown.replace("***", "")).hasSizeLessThan(before.length() * 4 / 3 + 8);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001B[31m",
                "\u001B[0;1;38;5;196m",
                "\u001B]0;a title\u0007",
                "\u001B]8;;http://localhost\u001B\\",
                "\u001B(B",
                "\b",
                "\r",
                "\u0000",
                "\t",
                "\u0085",
                "\u200B",
                "\u00AD",
            })
    void withInvisibleCharactersBetween(String invisible) {
        of(TOKEN);

        assertThat(mask.apply("x " + TOKEN.substring(0, 5) + invisible + TOKEN.substring(5) + " y"))
                .isEqualTo("x *** y");
        assertThat(mask.apply("x " + invisible + String.join(invisible, TOKEN.split("")) + invisible + " y"))
                .isEqualTo("x " + invisible + "***" + invisible + " y");
    }

    @Test
    void inSequencesThatATerminalDoesNotShow() {
        of(TOKEN);

        assertThat(mask.apply("x \u001B]0;" + TOKEN.replace("7", "\u00017") + "\u0007 y"))
                .isEqualTo("x \u001B]0;***\u0007 y");
        assertThat(mask.apply("x \u001B]0;" + TOKEN.replace("7", "7\u0001"))).isEqualTo("x \u001B]0;***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%%%02x",
                "%%%02X",
                "\\x%02x",
                "\\\\x%02x",
                "\\u%04x",
                "\\\\u%04X",
                "\\u{%x}",
                "%%u%04x",
                "&#x%x;",
                "&#%d;",
                "\\%03o",
                "%%25%02x",
            })
    void withAllOrSomeCharactersEscaped(String format) {
        of(TOKEN);

        assertThat(mask.apply("x " + escaped(TOKEN, format, 1) + " y")).isEqualTo("x *** y");
        assertThat(mask.apply("x " + escaped(TOKEN, format, 3) + " y")).isEqualTo("x *** y");
        assertThat(mask.apply("x " + escaped(TOKEN, format, 1).substring(0, 100) + " y"))
                .contains("***");
    }

    /** @param every which characters are escaped */
    private static String escaped(String text, String format, int every) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            escaped.append(i % every == 0 ? String.format(format, (int) text.charAt(i)) : text.charAt(i));
        }
        return escaped.toString();
    }

    @Test
    void charactersOfSeveralBytesEscaped() {
        of("größer-als-groß");

        String bytes = HexFormat.ofDelimiter("%").formatHex("größer-als-groß".getBytes(StandardCharsets.UTF_8));
        assertThat(mask.apply("x %" + bytes + " y")).isEqualTo("x *** y");
        assertThat(mask.apply("x " + escaped("größer-als-groß", "\\u%04x", 1) + " y"))
                .isEqualTo("x *** y");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ":", ", ", "  ", "-", "\t", ", 0x", " 0x", "\\x", "%", "="})
    void inHexadecimalDigitsWithSeparators(String separator) {
        of(TOKEN);
        byte[] bytes = TOKEN.getBytes(StandardCharsets.UTF_8);

        assertThat(mask.apply("x; " + HexFormat.ofDelimiter(separator).formatHex(bytes) + " y"))
                .isEqualTo("x; *** y");
        assertThat(mask.apply(
                        "x; " + HexFormat.ofDelimiter(separator).withUpperCase().formatHex(bytes) + " y"))
                .isEqualTo("x; *** y");
    }

    /** What {@code xxd}, {@code od -tx1}, {@code od -x}, {@code od -tx4} and {@code hexdump -C} show. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000010: 3132 3334 6768 705f 3136 4337 6534 3246  1234ghp_16C7e42F",
                "0000020 31 32 33 34 67 68 70 5f 31 36 43 37 65 34 32 46",
                "0000020 3231 3433 6867 5f70 3631 3743 3465 4632",
                "0000020 34333231 5f706867 37433631 46323465",
                "0000020 3132333467685f70 3132333467687034 5f70686734333231 4632346537433631",
                "00000010  31 32 33 34 67 68 70 5f  31 36 43 37 65 34 32 46  |1234ghp_16C7e42F|",
            })
    void inDumps(String line) {
        String shown = of(TOKEN).apply(line).toLowerCase();

        assertThat(shown)
                .startsWith("00000")
                .contains("***")
                .doesNotContain("6768 705f", "67 68 70", "6867 5f70", "5f706867", "43 37", "4337", "3743", "37433631");
    }

    @Test
    void otherHexadecimalDigitsStayTheSame() {
        String text =
                new String("sha256:0123456789abcdef de:ad:be:ef:00:11 0x41, 0x42 100%25 \\u0041 dead beef cafe &#65;");

        assertThat(of(TOKEN, KEY, "pass word").apply(text)).isSameAs(text);
    }

    @Test
    void textInQuotes() {
        of("ab\"cd\\ef\ngh\tij");

        assertThat(mask.apply("{\"a\": \"ab\\\"cd\\\\ef\\ngh\\tij\"}")).isEqualTo("{\"a\": \"***\"}");
    }

    @Test
    void eachLineOfALongerValue() {
        of(KEY);

        assertThat(mask.apply(KEY)).isEqualTo("***\n***\n***\nshort\n***\n");
        assertThat(mask.apply("  9Us8cKjMzEfYyjiWA4R4  ")).isEqualTo("  ***  ");
        assertThat(mask.apply("a " + KEY.strip().replace("\n", "\\n") + " b")).doesNotContain("MIIE", "8cKj");
    }

    @Test
    void partsOfAFileOfSettingsAreMaskedWhereTheyAreSecret() {
        of("{\n  \"uri\": \"https://accounts.google.com/auth\",\n  \"key\": \"" + TOKEN + "\"\n}\n");

        assertThat(mask.apply("GET https://accounts.google.com/auth"))
                .isEqualTo("GET https://accounts.google.com/auth");
        assertThat(mask.apply("key=" + TOKEN.substring(4, 30))).isEqualTo("key=***");
    }

    @Test
    void charactersOutsideTheBasicPlaneAndOddOnesKeepTheirPlaces() {
        of("İstanbul-ßtraße-😀-1234");

        assertThat(mask.apply("😀 İ İSTANBUL-ßTRAßE-😀-1234 ß")).isEqualTo("😀 İ *** ß");
    }

    @Test
    void whatIsLearntLaterCountsToo() {
        assertThat(of("first-secret").apply("second-secret")).isEqualTo("second-secret");
        assertThat(of("second-secret").apply("first-secret second-secret")).isEqualTo("*** ***");
    }

    @Test
    @Timeout(60)
    void timeGrowsWithTheTextOnly() {
        Random random = new Random(1);
        StringBuilder long1 = new StringBuilder();
        random.ints(100_000, 'a', 'z' + 1).forEach(c -> long1.append((char) c));
        of(long1.toString(), "a".repeat(100_000), "ab".repeat(50_000), KEY);

        assertThat(mask.apply("a".repeat(300_000))).isNotEmpty();
        assertThat(mask.apply("ab".repeat(150_000))).isNotEmpty();
        assertThat(mask.apply(long1.toString().repeat(3))).isEqualTo("***");
        assertThat(mask.apply("%41 \\u0041 4141 41 \u001B]".repeat(10_000))).isNotEmpty();
    }
}
