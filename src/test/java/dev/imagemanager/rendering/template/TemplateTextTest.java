package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not markup comes out byte for byte. */
class TemplateTextTest {

    /** Everything here is text, also in any order one after the other. */
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "{}",
            "{ ",
            "\\",
            "\\\\",
            "\\{",
            "\\}",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "$",
            "${VAR}",
            "${#array[@]}",
            "${VAR:-{x}}",
            "{{.Name}}",
            "{{range .}}",
            "{{end}}",
            "{{=x}}",
            "${=x}",
            "{{#if}}",
            "${#if}",
            "{a,b}",
            "{/bin,/lib}",
            "{/if}",
            "{/else}",
            "{/}",
            "{@x}",
            "{_x}",
            "{x}",
            "{versions.python}",
            "{1}",
            "|}",
            "!}",
            "|",
            "||",
            "'",
            "\"",
            "`",
            "🐳",
            "é",
            "a",
            "RUN x \\\n    && y\n",
            "[\"CMD\", \"{\\\"a\\\": 1}\"]",
            "{\"a\":{\"b\":[]}}",
            "awk '{print $1}'",
            "awk '{/if/ {print}}'",
            "cat <<'EOF'\n{\n}\nEOF\n",
            "{#array[@]}",
            "{#\n",
            "{#if-not}",
            "{# x }",
            "{:name}",
            "{inject:foo}",
            "{str:eval}");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "no final newline",
                "RUN echo \"${VAR} ${VAR:-default} ${#array[@]} ${!indirect} $((1+2)) ${|x}\"\n",
                "RUN awk '{print $1}' file | awk '{/if/ {print}}' | sed 's/{/\\{/g'\n",
                "RUN cp /{bin,lib}/x {/bin,/lib} {a,b}\n",
                "stray {/if} {/for} {/include} {/else} {/}\n",
                "\\{ \\{x} \\\\{y} \\} C:\\dir\\\n",
                "HEALTHCHECK CMD [\"curl\", \"-f\", \"http://localhost/{id}\"]\n",
                "LABEL json='{\"a\": {\"b\": [1, {\"c\": null}]}}'\n",
                "RUN cat <<EOF > /x\n{\n  \"k\": \"v\"\n}\nEOF\n",
                "{{.Name}} {{range .}}x{{end}} {{=x}} {{! x !}} {{|x|}} {{#if x}} ${=x} ${#if x} ${! x !} ${|x|}",
                "docker inspect -f '{{if .State}}{{.State}}{{else}}none{{end}}'",
                "caf\u00e9 \uD83D\uDC33 \u4E2D\u6587 \uFEFF\n",
                "tab\tcr\rcrlf\r\n\r\nend",
                "{#array[@]} {#} {#-x} {# if} {#if.x} {#foo\n}",
                "a |} b ||} |} c",
                // blocks of Ruby and Crystal
                "RUN echo 'Hash.new {|h, k|}; 3.times {|i|}' > /a.rb\n",
                "ls.each {|f| puts f }; x.map {|_|1}; y.each_with_index {|e,i|}; z {|a, (b, c), *rest, &block|}",
                "f {|x, y = 1| x}; g {|*|}; h {|*args| a}; i {|x;y| b}; j {|x,| c}; k {|**options| d} |}",
                "sed 's/[{|}]/_/g' x | tr -d '{|}'",
                // operands of awk, Solr, JavaScript
                "curl 'http://solr/select?q={!term f=id}a&fq={!geofilt}' | awk '{!seen[$0]++}' !}",
                "{!x} {!!flag && a} {!flag ? 'a!' : 'b'} [^{!}] a{!",
            })
    void staysAsItIs(String text) {
        assertThat(new TemplateFleet(directory).withTemplate(text).render()).isEqualTo(text);
    }

    @Test
    void staysAsItIsInAnyMixture() {
        Random random = new Random(20250901);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(200); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String template = withoutOpenings(text.toString());
            assertThat(new TemplateFleet(directory).withTemplate(template).render())
                    .isEqualTo(template);
        }
    }

    /** Two pieces that are text may become an opening side by side. */
    private static String withoutOpenings(String text) {
        return text.replaceAll("(?<![{$])\\{(?=[|!=])", "(");
    }

    @Test
    void staysAsItIsAroundMarkup() {
        String template = "\\{=versions.uv}\\\\{=versions.uv} {a,{=versions.uv}} \\{|$|}{=versions.uv}\\\n";

        assertThat(new TemplateFleet(directory).withTemplate(template).render())
                .isEqualTo("\\0.8.22\\\\0.8.22 {a,0.8.22} \\$0.8.22\\\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{! comment !}b",
                "a{!comment!}b",
                "a{!!}b",
                "a{!\ncomment } of {=lines} \n!}b",
                "a{!{=versions.uv}!}b",
            })
    void commentsVanish(String template) {
        assertThat(new TemplateFleet(directory).withTemplate(template).render()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " raw ",
                " i|",
                "$",
                "a b",
                "NAME",
                "name: value",
                "cat | sort",
                "",
                "\n",
                "{|",
                "{|i",
                "i {|",
                "-x, y"
            })
    void unparsedTextMayBeginLikeOtherLanguages(String text) {
        assertThat(new TemplateFleet(directory)
                        .withTemplate("a{|" + text + "|}b")
                        .render())
                .isEqualTo("a" + text + "b");
    }

    @Test
    void unparsedTextIsPrintedWithoutItsFrame() {
        String template = "{|{=x} {#if} {! !} \\ ${y} | } |}\n{||}{|\n|}end";

        assertThat(new TemplateFleet(directory).withTemplate(template).render())
                .isEqualTo("{=x} {#if} {! !} \\ ${y} | } \n\nend");
    }
}
