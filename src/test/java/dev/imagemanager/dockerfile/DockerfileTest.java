package dev.imagemanager.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    /** Ends a test whose time grows with the square of its input, however busy the machine is. */
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    private static final Path FILE = Path.of("dist/app/1/Dockerfile");
    private static final BuildArguments AMD64 = BuildArguments.of(Platform.LINUX_AMD64);

    @Test
    void anImageIsLocatedWhereItIsWritten() {
        Dockerfile dockerfile = parse(
                """
                FROM alpine:3.22
                RUN --mount=type=cache,target=/c \\
                    # the tools
                    --mount="type=bind,from=tools:1,target=/t" \\
                    true
                """);

        ImageUse tools = dockerfile.references(AMD64, ImageTriggers.NONE).get(1);

        assertThat(tools)
                .isEqualTo(new ImageUse(
                        ImageUse.Kind.MOUNT_FROM,
                        ImageReference.parse("tools:1"),
                        new SourceLocation(FILE, 4, 29),
                        Optional.empty(),
                        true));
        assertThat(tools.location()).hasToString("dist/app/1/Dockerfile:4:29");
    }

    @Test
    void aLineLeadsToItsInstruction() {
        Dockerfile dockerfile = parse(
                """
                ARG V=1
                FROM alpine:3.22

                RUN <<EOF
                COPY --from=nginx:1 /a /a
                EOF
                CMD true
                """);

        assertThat(dockerfile.instructionAt(1))
                .get()
                .extracting(Instruction::keyword)
                .isEqualTo("ARG");
        assertThat(dockerfile.instructionAt(3)).isEmpty();
        assertThat(dockerfile.instructionAt(5))
                .get()
                .extracting(Instruction::keyword)
                .isEqualTo("RUN");
        assertThat(dockerfile.instructionAt(5))
                .get()
                .extracting(Instruction::lines)
                .isEqualTo(new LineRange(4, 6));
        assertThat(dockerfile.instructionAt(8)).isEmpty();
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        assertThatThrownBy(() -> parse("RUN true\nFROM a b\nFROM alpine AS 1\n"))
                .isInstanceOfSatisfying(InputException.class, e -> assertThat(e.problems())
                        .extracting(problem -> problem.location().orElseThrow().toString())
                        .containsExactly(FILE + ":1:1", FILE + ":2:1", FILE + ":3:16"));
    }

    @Test
    void aProblemSaysWhatToDo() {
        Dockerfile dockerfile = parse("ARG VERSION\nFROM alpine:${VERSION}\n");

        assertThatThrownBy(() -> dockerfile.references(AMD64, ImageTriggers.NONE))
                .isInstanceOfSatisfying(InputException.class, e -> assertThat(e.problems())
                        .extracting(Problem::hint)
                        .containsExactly(Optional.of("give ARG VERSION a default, or set the build argument")));
    }

    @Test
    void oneFileServesSeveralPlatforms() {
        Dockerfile dockerfile = parse("FROM --platform=$BUILDPLATFORM golang\nFROM tools:${TARGETARCH}\n");
        BuildArguments arm64 =
                new BuildArguments(Map.of(), Platform.LINUX_AMD64, Platform.parse("linux/arm64"), Optional.empty());

        assertThat(dockerfile.references(AMD64, ImageTriggers.NONE))
                .extracting(use -> use.reference().toString())
                .containsExactly("golang", "tools:amd64");
        assertThat(dockerfile.references(arm64, ImageTriggers.NONE))
                .extracting(use -> use.reference().toString())
                .containsExactly("golang", "tools:arm64");
        assertThat(dockerfile.references(arm64, ImageTriggers.NONE))
                .extracting(ImageUse::platform)
                .containsExactly(Optional.of(Platform.LINUX_AMD64), Optional.empty());
    }

    @Test
    void triggersBelongToTheStageThatIsBuilt() {
        Dockerfile dockerfile = parse(
                """
                FROM alpine AS base
                ONBUILD COPY --from=certificates:1 /a /a
                FROM base AS app
                """);

        assertThat(imagesOnTopOf(dockerfile, Optional.of("base"), "FROM app\n"))
                .containsExactly("app", "certificates:1");
        assertThat(imagesOnTopOf(dockerfile, Optional.empty(), "FROM app\n")).containsExactly("app");
    }

    private static List<String> imagesOnTopOf(Dockerfile parent, Optional<String> stage, String dependent) {
        List<Instruction.OnBuild> triggers =
                parent.target(stage).orElseThrow().triggers().toList();
        return parse(dependent)
                .references(AMD64, use -> use.reference().name().equals("app") ? triggers : List.of())
                .stream()
                .map(use -> use.reference().toString())
                .toList();
    }

    @Test
    void aStageOfTheChildGoesBeforeAnImageInATrigger() {
        Dockerfile parent = parse(
                """
                FROM alpine
                ONBUILD COPY --from=builder /out /srv
                ONBUILD COPY --from=0 /out /srv
                ONBUILD RUN --mount=from=tools:1,target=/t true
                """);

        Dockerfile child = parse("FROM golang AS Builder\nFROM scratch AS other\nFROM app\n");
        List<Instruction.OnBuild> triggers =
                parent.target(Optional.empty()).orElseThrow().triggers().toList();

        assertThat(child.references(AMD64, use -> use.reference().name().equals("app") ? triggers : List.of()))
                .extracting(use -> use.reference() + " " + use.isNeeded())
                .containsExactly("golang true", "app true", "tools:1 true");
        assertThat(child.references(AMD64, ImageTriggers.NONE))
                .extracting(use -> use.reference() + " " + use.isNeeded())
                .containsExactly("golang false", "app true");
    }

    /** BuildKit looks all of them up, although it runs none. */
    @Test
    void triggersOfAnImageThatIsOnlyCopiedFromNameImagesToo() {
        Dockerfile parent = parse("FROM alpine\nONBUILD COPY --from=certificates:1 /a /a\n");

        assertThat(imagesOnTopOf(parent, Optional.empty(), "FROM scratch\nCOPY --from=app / /\n"))
                .containsExactly("app", "certificates:1");
    }

    @Test
    void manyFilesCanBeRead() {
        String content = "ARG V=3.22\nFROM alpine:${V} AS base\n"
                + "RUN --mount=type=cache,target=/c apk add \\\n  curl \\\n  git\nENV A=1\nCOPY --from=nginx:1 a b\n"
                        .repeat(9)
                + "RUN <<EOF\necho\nEOF\n";

        assertTimeoutPreemptively(LONG_ENOUGH, () -> {
            for (int i = 0; i < 10_000; i++) {
                assertThat(parse(content).references(AMD64, ImageTriggers.NONE)).hasSize(10);
            }
        });
    }

    @Test
    void timeGrowsWithTheFile() {
        String stages = "FROM alpine AS a\nRUN a \\\n b\n".repeat(50_000);
        String oneLine = "FROM alpine\nRUN --mount=from=a,target=/a true" + " \\\n && true".repeat(100_000);

        assertTimeoutPreemptively(LONG_ENOUGH, () -> {
            assertThat(parse(stages).references(AMD64, ImageTriggers.NONE)).hasSize(50_000);
            assertThat(parse(oneLine).references(AMD64, ImageTriggers.NONE)).hasSize(2);
        });
    }

    @Test
    void bytesAreUtf8() {
        Dockerfile dockerfile = DockerfileParser.parse(FILE, new byte[] {'F', 'R', 'O', 'M', ' ', 'a', '\n', '#', -1});

        assertThat(dockerfile.references(AMD64, ImageTriggers.NONE))
                .extracting(ImageUse::reference)
                .isEqualTo(List.of(ImageReference.parse("a")));
    }

    private static Dockerfile parse(String content) {
        return DockerfileParser.parse(FILE, content);
    }
}
