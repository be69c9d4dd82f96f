package dev.imagemanager.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures of addresses as in BuildKit's tests of {@code dfgitutil} and {@code gitutil}. */
class RemoteSourcesTest {

    private static List<String> in(
            String dockerfile, Map<String, String> arguments, List<Instruction.OnBuild> triggers) {
        Platform platform = Platform.LINUX_AMD64;
        return DockerfileParser.parse(Path.of("Dockerfile"), dockerfile + "\n")
                .remoteSources(new BuildArguments(arguments, platform, platform, Optional.empty()), use -> triggers)
                .stream()
                .map(RemoteSourcesTest::shown)
                .toList();
    }

    private static List<String> in(String instructions) {
        return in("FROM debian\n" + instructions, Map.of(), List.of());
    }

    private static String shown(RemoteSource source) {
        if (source instanceof RemoteSource.Web web) {
            return "web " + web.address();
        }
        if (source instanceof RemoteSource.Git git) {
            return "git " + git.repository()
                    + git.reference().map(name -> " " + name).orElse("");
        }
        return "? " + ((RemoteSource.Undetermined) source).reason();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://example.com/a.tgz | web https://example.com/a.tgz",
                "http://user:pw@example.com:8080/a?b=c#d | web http://user:pw@example.com:8080/a?b=c#d",
                "https://example.com/a.git/b | web https://example.com/a.git/b",
                "https://example.com/a.git | git https://example.com/a.git",
                "https://example.com/a%2egit | git https://example.com/a%2egit",
                "https://example.com/a.git#v1:sub/folder | git https://example.com/a.git v1",
                "https://example.com/a.git#:sub | git https://example.com/a.git",
                "https://example.com/a.git?ref=v1 | ? the address of its repository has a query",
                "git://example.com/a#main | git git://example.com/a main",
                "ssh://git@example.com:22/a#feature/b | git ssh://git@example.com:22/a feature/b",
                "git@example.com:a/b.git#v1 | git git@example.com:a/b.git v1",
                "me@example.com:b | git me@example.com:b",
                "git@example.com:a.git?tag=v1 | ? the address of its repository has a query",
                "https://example.com/{a} | ? its address is malformed",
                "https:///a | ? its address has no valid host",
                "https://under_score/a | ? its address has no valid host",
            })
    void sourcesAreReadAsBuildKitReadsThem(String source, String expected) {
        assertThat(in("ADD " + source + " /")).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADD a b /",
                "ADD files/$NAME /",
                "ADD ./$NAME:x /",
                "ADD github.com/a/b.git /",
                "ADD ftp://example.com/a /",
                "ADD <<EOF /\nhttps://example.com\nEOF",
                "ADD [\"a b\", \"/\"]",
                "ADD --checksum=sha256:00 https://example.com/a /",
                "ADD --checksum=sha256:$SUM https://example.com/a /",
                "ADD https://example.com/a",
                "COPY https://example.com/a /",
                "RUN curl https://example.com/a",
                "ONBUILD ADD https://example.com/a /",
            })
    void whatIsNoDownloadOrPinned(String instructions) {
        assertThat(in(instructions)).isEmpty();
    }

    @Test
    void allSourcesOfAnInstruction() {
        assertThat(in("ADD https://example.com/a local \\\n  https://example.com/b /"))
                .containsExactly("web https://example.com/a", "web https://example.com/b");
        assertThat(in("ADD [\"https://example.com/\\u0061\", \"https:\\/\\/example.com/b\", \"/\"]"))
                .containsExactly("web https://example.com/a", "web https://example.com/b");
        assertThat(in("ADD --checksum= \"https://example.com/a\" /")).containsExactly("web https://example.com/a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ARG V=1 | web https://example.com/1",
                "ARG GIVEN=1 V=$GIVEN | web https://example.com/given",
                "ARG V=$UNKNOWN | ? the Dockerfile gives $V no value",
                "ARG V=${UNKNOWN:-2} | ? the Dockerfile gives $V no value",
                "ARG V | ? the Dockerfile gives $V no value",
                "ENV V=1 | web https://example.com/1",
                "ENV V 1 | web https://example.com/1",
                "ENV V='1'  W=2 | web https://example.com/1",
                "ARG V=1\\nENV V=2 | web https://example.com/2",
                "ENV V=1\\nARG V=2 | web https://example.com/2",
                "ENV V=1\\nARG V | web https://example.com/1",
                "ENV V=1\\nENV V=$UNKNOWN | ? the Dockerfile gives $V no value",
                "ENV W=1\\nENV W=2 V=$W | web https://example.com/1",
                "ENV V=1\\nENV $UNKNOWN=2 | ? the Dockerfile gives $V no value",
                "ARG TARGETARCH\\nENV V=$TARGETARCH | web https://example.com/amd64",
                "ARG GLOBAL\\nENV V=$GLOBAL | web https://example.com/of-all",
                "ENV V=$GLOBAL | ? the Dockerfile gives $V no value",
                "RUN V=1 | ? the Dockerfile gives $V no value",
                "ENV V=\"a | ? the Dockerfile gives $V no value",
            })
    void variablesHaveTheValuesOfTheStage(String before, String expected) {
        assertThat(in(
                        "ARG GLOBAL=of-all\nFROM debian\n" + before.replace("\\n", "\n")
                                + "\nADD https://example.com/$V /",
                        Map.of("GIVEN", "given"),
                        List.of()))
                .containsExactly(expected);
    }

    @Test
    void aStageHasTheVariablesOfItsBase() {
        assertThat(in(
                        "FROM debian AS one\nENV V=1\nADD https://example.com/$V /\nENV V=2\n"
                                + "FROM one\nADD https://example.com/$V /",
                        Map.of(),
                        List.of()))
                .containsExactly("web https://example.com/1", "web https://example.com/2");
    }

    @Test
    void onlyStagesThatAreNeededCount() {
        assertThat(in("FROM debian AS one\nADD https://example.com/a /\nFROM debian", Map.of(), List.of()))
                .isEmpty();
        assertThat(in(
                        "FROM debian AS one\nADD https://example.com/a /\nFROM debian\nCOPY --from=one /a /",
                        Map.of(),
                        List.of()))
                .containsExactly("web https://example.com/a");
    }

    @Test
    void triggersOfBasesRunFirst() {
        assertThat(in(
                        "FROM debian AS one\nONBUILD ENV V=1\nONBUILD ADD https://example.com/on /\n"
                                + "FROM one\nADD https://example.com/$V /",
                        Map.of(),
                        List.of()))
                .containsExactly("web https://example.com/on", "web https://example.com/1");

        Dockerfile base = DockerfileParser.parse(
                Path.of("Dockerfile"), "FROM scratch\nONBUILD ARG V=3\nONBUILD ADD https://example.com/$V /\n");
        List<Instruction.OnBuild> triggers = base.stages().get(0).triggers().toList();
        assertThat(in("FROM base", Map.of("V", "4"), triggers)).containsExactly("web https://example.com/4");
        assertThat(in("FROM scratch\nCOPY --from=base /a /", Map.of(), triggers))
                .isEmpty();
    }
}
