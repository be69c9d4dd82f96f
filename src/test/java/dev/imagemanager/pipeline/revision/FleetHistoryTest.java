package dev.imagemanager.pipeline.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetHistoryTest {

    private static final Revision REVISION = new Revision("HEAD~1");

    @TempDir
    Path directory;

    private boolean isClosed;

    /** Has the files of a test in the place of those of a repository. */
    private PastFleet past(TestFleet files) throws InterruptedException {
        Revisions revisions = (fleet, revision) -> new Checkout() {
            @Override
            public Path directory() {
                return files.directory();
            }

            @Override
            public String commit() {
                return "0123456789";
            }

            @Override
            public String place() {
                return revision + ":fleets/a/";
            }

            @Override
            public PastFiles files() {
                return PastFiles.NONE;
            }

            @Override
            public List<Problem> notes() {
                return List.of(Problem.note("a note"));
            }

            @Override
            public void close() {
                isClosed = true;
            }
        };
        return new FleetHistory(revisions, files.generator()).at(Path.of("fleet"), REVISION);
    }

    @Test
    void theFleetIsGenerated() throws InterruptedException {
        PastFleet past = past(TestFleet.small(directory));

        assertThat(past.fleet().orElseThrow().rendered())
                .containsOnlyKeys(TargetName.find("app:1.0.0").orElseThrow());
        assertThat(past.commit()).isEqualTo("0123456789");
        assertThat(past.notes()).containsExactly(Problem.note("a note"));
        assertThat(isClosed).isTrue();
    }

    @Test
    void whereThereIsNoneANoteSaysSo() throws InterruptedException {
        PastFleet past = past(new TestFleet(directory).with("README.md", ""));

        assertThat(past.fleet()).isEmpty();
        assertThat(past.notes())
                .extracting(Problem::message)
                .containsExactly("a note", "there is no fleet at HEAD~1: it has no directory HEAD~1:fleets/a/images");
        assertThat(isClosed).isTrue();
    }

    @Test
    void itsErrorsSayWhereTheyAre() {
        TestFleet broken = TestFleet.small(directory).with("images/app/image.yml", "tags: [{name: 1.0.0}]\nnmae: x\n");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> past(broken))
                .satisfies(invalid -> assertThat(invalid.problems())
                        .extracting(Problem::toString)
                        .containsExactly("HEAD~1:fleets/a/images/app/image.yml:2:1: unknown key 'nmae' (did you mean"
                                + " 'name'?)"));
        assertThat(isClosed).isTrue();
    }

    @Test
    void theyDoNotNameTheTemporaryDirectory() {
        TestFleet empty = new TestFleet(directory).with("images/README", "");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> past(empty))
                .withMessageStartingWith("there are no images in 'HEAD~1:fleets/a/images'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "HEAD~1", "v1.2.0^{}", "HEAD@{1 day ago}", ":/fix", "a..b"})
    void aRevisionIsWhateverGitTakes(String name) {
        assertThat(Revision.find(name)).contains(new Revision(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-x", "--upload-pack=x", "a\nb"})
    void anOptionIsNoRevision(String name) {
        assertThat(Revision.find(name)).isEmpty();
    }
}
