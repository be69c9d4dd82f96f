package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateExpressionTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "{=versions.python} → 3.13.7",
                "{= versions.python } → 3.13.7",
                "{=versions['dotnet-sdk']} → 9.0.100",
                "{=versions[\"dotnet-sdk\"]} → 9.0.100",
                "{=versions.get('dotnet-sdk')} → 9.0.100",
                "{=versions.size} → 3",
                "{=variables.proxy.size} → big",
                "{=variables.proxy['host'].upper} → PROXY.LOCAL",
                "{=variables.debug} → false",
                "{=variables.extra ?: 'none'} → none",
                "{=variables.extra or 'none'} → none",
                "{=variables.extra??} → ``",
                "{=variables.extra?? ?: 'none'} → none",
                "{=variables.no.such ?: variables.nor ?: versions.uv} → 0.8.22",
                "{=variant.name ?: 'base'} → base",
                "{=argument ?: 'default'} → default",
                "{=images.get('base')} → base:2025.09",
                "{=images.get('base', '2025.10')} → base:2025.10",
                "{=images.get(image.name.replace('python', 'base'))} → base:2025.09",
                "{=tag.version.major}.{=tag.version.minor} → 3.13",
                "{=variables.packages.join(' ')} → curl git",
                "{=variables.packages.join(', ').upper()} → CURL, GIT",
                "{=variables.packages[0]} {=variables.packages.1} {=variables.packages.last} → curl git git",
                "{=variables.packages.size} → 2",
                "{=tag.base.split('.').first} → 3",
                "{=tag.base.split('.').join('-')} → 3-13-7",
                "{=tag.base.replace('.', '')} → 3137",
                "{='it is \"x\"'} → it is \"x\"",
                "{=\"it's\".upper} → IT'S",
                "{='}{=#!'} → }{=#!",
                "{='a\\b'.replace('\\', '/')} → a/b",
                "{=3.10} {=42} {=true} → 3.10 42 true",
                "{=variables.debug ? 'yes' : 'no'} → no",
                "{=versions.python == '3.13.7' ? 'a' : 'b'} → a",
                "{=('a' == 'b' || 'c' == 'c') ? 'x'.upper : 'y'} → X",
                "{=(variables.extra ?: 'x').upper} → X",
                "{=version('3.13.7').minor} {=version('v1.2')} → 13 v1.2",
                "{=image.aliases.contains('3')} → true",
                "{#for p in variables.packages}{=p_count}{=p_index}{=p}{#if p_hasNext},{/if}{/for} → 10curl,21git",
                "{#for p in variables.empty}x{#else}none{/for} → none",
                "{#for p in variables.extra??}x{#else}none{/for} → none",
                "{#for o in platforms}{#for i in platforms}{=o_count}{=i_count} {/for}{/for} → `11 12 21 22 `",
                "{#let a=versions.uv b='x y' c=1}{=a}{=b}{=c}{/let} → 0.8.22x y1",
                "{#let a='=' b = \"it's=\"}{=a}{=b}{/let} → =it's=",
                "{#let a=variables.extra??}{=a}{#if a}x{/if}{=a ?: 'none'}{/let} → none",
                "{#switch image.name}{#case 'node'}n{#case 'python'}p{#else}e{/switch} → p",
                "{#switch image.name}{#case in 'node' 'python'}p{#else}e{/switch} → p",
                "{#switch tag.version.major}{#case 3}three{#else}e{/switch} → three",
                "{#switch variant.name}{#case 'browser'}b{#else}none{/switch} → none",
                "{#switch variables.debug}{#case true}t{#case false}f{/switch} → f",
            })
    void prints(String template, String expected) {
        assertThat(new TemplateFleet(directory).withTemplate(template).render()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "!false",
                "!!true",
                "!variables.debug",
                "!variables.extra",
                "!variables.extra??",
                "!variables.no.such",
                "!variant",
                "!variant.name",
                "!image.description",
                "!variables.empty",
                "variables.shell",
                "variables.packages && versions.python",
                "variables.extra || variables.shell",
                "variables.extra or variables.shell",
                "variables.shell and versions.uv",
                "variables.shell == 'bash'",
                "variables.shell eq 'bash'",
                "variables.shell != 'sh'",
                "variables.extra?? != 'sh'",
                "variant.name != 'browser'",
                "!(variant.name == 'browser')",
                "tag.version.major == 3",
                "tag.version.major >= 3",
                "variables.packages.size > 1",
                "variables.packages.size lt 10",
                "variables.packages.contains('git')",
                "versions.containsKey('uv')",
                "versions.python == 3.13.7",
                "variables.debug == false",
                "'a' == 'a' && 'b' == 'c' || true",
                "false && true || true",
                "true || false && false",
                "true || true && false",
                "!false && !(true && false)",
                "!(true || false) || true",
                "('a' == ')' || '(' == '(') && true",
                "version(versions.python) >= version('3.12')",
                "version(versions.python) ge version('3.12')",
                "version(versions.python) >= '3.12'",
                "version('3.9') < version('3.12')",
                "version('3.9') lt version('3.12') and version('3') le version('3.0')",
                "version('3.12') == version('3.12.0')",
                "version('3.12') eq '3.12.0'",
                "version('3.12.0') is version('3.12')",
                "version('3.12') != version('3.12.1') && version('3') ne version('4')",
                "version('3.15.0rc1') < version('3.15.0')",
                "version(versions.uv).minor == 8",
                "(variables.extra ?: 'x') == 'x'",
            })
    void holds(String condition) {
        String template = "{#if " + condition + "}yes{#else}no{/if}{#if !(" + condition + ")}yes{#else if " + condition
                + "}no{/if}";

        assertThat(new TemplateFleet(directory).withTemplate(template).render()).isEqualTo("yesno");
    }

    @Test
    void variantHasItsOwnData() {
        String template = "{#if variant}{=variant.name}{=variant.suffix}{/if}{#if variant.name == 'browser'}!{/if}";

        assertThat(new TemplateFleet(directory).withTemplate(template).render(SampleData.variant()))
                .isEqualTo("browser-browser!");
    }

    @Test
    void indentLeavesTheFirstLineAndEmptyLines() {
        assertThat(new TemplateFleet(directory)
                        .withTemplate("    {=variables.script.indent(4)}\n")
                        .render())
                .isEqualTo("    set -e\n\n    echo hi\n");
    }

    @Test
    void loopsOverMapsGiveKeyAndValue() {
        String template = "{#for e in variables}{#if e.key == 'shell'}{=e.key}={=e.value}{/if}{/for}";

        assertThat(new TemplateFleet(directory).withTemplate(template).render()).isEqualTo("shell=bash");
    }

    @Test
    void valuesAreNeverTakenForMarkup() {
        var data = SampleData.base();
        data.put("text", "{=x} {#if} \\{ |} {|");

        assertThat(new TemplateFleet(directory).withTemplate("{=text}").render(data))
                .isEqualTo("{=x} {#if} \\{ |} {|");
    }
}
