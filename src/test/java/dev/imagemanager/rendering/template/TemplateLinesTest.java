package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line that holds only section tags or a comment vanishes; every other line stays whole. */
class TemplateLinesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "a⏎  {#if true}  ⏎b⏎{/if}⏎c → a⏎b⏎c",
                "a⏎{#if false}⏎b⏎{#else}⏎c⏎{/if} → a⏎c⏎",
                "{#for x in platforms}{=x_count}⏎{/for}z → 1⏎2⏎z",
                "{#for x in platforms}⏎{=x_count}⏎{/for}⏎z → 1⏎2⏎z",
                "a⏎{! comment !}⏎b → a⏎b",
                "a⏎{! comment⏎of lines !}  ⏎b → a⏎b",
                "a {! comment !}⏎b → a ⏎b",
                "a⏎{! c !}{=versions.uv}⏎b → a⏎0.8.22⏎b",
                "a⏎{=''}⏎b → a⏎⏎b",
                "a⏎{||}⏎b → a⏎⏎b",
                "a⏎{#if true}{|⏎|}{/if}⏎b → a⏎⏎⏎b",
                "a⏎{#if true}{#if true}⏎b⏎{/if}{/if}⏎c → a⏎b⏎c",
                "a⏎{#if true}b{/if}⏎c → a⏎b⏎c",
                "a⏎{#let x='1'}⏎{=x}⏎{/let}⏎c → a⏎1⏎c",
                "a⏎{#if true⏎&& true}⏎b⏎{/if}⏎c → a⏎b⏎c",
                "a⏎{#switch tag.base}⏎ {! c !}{#case '3.13.7'}⏎b⏎{/switch}⏎c → a⏎b⏎c",
                "a⏎\t⏎b → a⏎\t⏎b",
            })
    void vanishes(String template, String expected) {
        for (String lineBreak : List.of("\n", "\r\n")) {
            assertThat(new TemplateFleet(directory)
                            .withTemplate(template.replace("⏎", lineBreak))
                            .render())
                    .isEqualTo(expected.replace("⏎", lineBreak));
        }
    }
}
