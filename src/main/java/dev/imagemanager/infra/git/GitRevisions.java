package dev.imagemanager.infra.git;

import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.infra.git.GitProgram.Answer;
import dev.imagemanager.infra.git.TreeWriter.MissingObjectException;
import dev.imagemanager.infra.git.TreeWriter.TooLargeException;
import dev.imagemanager.infra.process.ProcessRunner.ByteConsumer;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.pipeline.revision.Checkout;
import dev.imagemanager.pipeline.revision.PastFiles;
import dev.imagemanager.pipeline.revision.Revision;
import dev.imagemanager.pipeline.revision.Revisions;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads revisions with {@code git}. */
@Singleton
public final class GitRevisions implements Revisions {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40,64}");

    private static final Pattern TREE = Pattern.compile("040000 tree ([0-9a-f]{40,64})\t");

    private final GitProgram git;

    @Inject
    public GitRevisions(GitProgram git) {
        this.git = git;
    }

    /**
     * Where the fleet is.
     *
     * @param prefix of the fleet's directory in the repository: empty, or with a slash at the end
     * @param isShallow whether the repository has only the newest part of the history
     */
    private record Place(Path fleet, String prefix, boolean isShallow) {}

    @Override
    public Checkout checkout(Path fleetDirectory, Revision revision) throws InterruptedException {
        Place place = place(ExistingDirectory.require(fleetDirectory));
        List<Problem> notes = new ArrayList<>();
        String commit = commit(place, revision, notes);
        TemporaryDirectory temporary = TemporaryDirectory.create();
        boolean isDone = false;
        try {
            Path directory = temporary.path().toRealPath();
            Optional<String> tree = tree(place, commit);
            PastFiles files = tree.isPresent() ? write(place, revision, tree.get(), directory, notes) : PastFiles.NONE;
            isDone = true;
            return new GitCheckout(temporary, directory, commit, shown(revision, place), files, notes);
        } catch (IOException failure) {
            throw cannotWrite(temporary, failure);
        } finally {
            if (!isDone) {
                temporary.close();
            }
        }
    }

    private record GitCheckout(
            TemporaryDirectory temporary,
            Path directory,
            String commit,
            String place,
            PastFiles files,
            List<Problem> notes)
            implements Checkout {

        GitCheckout {
            notes = List.copyOf(notes);
        }

        @Override
        public void close() {
            temporary.close();
        }
    }

    private static String shown(Revision revision, Place place) {
        return revision + ":" + place.prefix();
    }

    private Place place(Path fleet) throws InterruptedException {
        Answer answer =
                git.ask(fleet, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix");
        if (!answer.isSuccess()) {
            throw GitProgram.failure(fleet, answer);
        }
        if (!answer.output().get(0).equals("true")) {
            throw GitProgram.noWorkingTree(fleet);
        }
        List<String> output = answer.output();
        return new Place(
                fleet,
                String.join("\n", output.subList(2, output.size())),
                output.get(1).equals("true"));
    }

    /**
     * The commit is asked for by the id that the name has: {@code :/text^{commit}} would be another text.
     *
     * @param notes receives warnings, such as that a name means two things
     */
    private String commit(Place place, Revision revision, List<Problem> notes) throws InterruptedException {
        Answer named = git.ask(place.fleet(), "rev-parse", "--verify", "--end-of-options", revision.name());
        String object = id(named).orElseThrow(() -> new InputException(missing(place, revision, named)));
        Answer dereferenced = git.ask(place.fleet(), "rev-parse", "--verify", object + "^{commit}");
        String commit = id(dereferenced).orElseThrow(() -> new InputException(missing(place, revision, dereferenced)));
        named.warnings()
                .forEach(warning -> notes.add(Problem.note(
                        "git says about " + revision + ": " + warning.substring(warning.indexOf(' ') + 1))));
        return commit;
    }

    /** Returns the id that git printed; empty if it failed, or the name is that of several commits. */
    private static Optional<String> id(Answer answer) {
        return answer.output().stream()
                .filter(line -> answer.isSuccess()
                        && answer.output().size() == 1
                        && ID.matcher(line).matches())
                .findFirst();
    }

    private static Problem missing(Place place, Revision revision, Answer answer) {
        Optional<String> otherKind = answer.errors().stream()
                .filter(line -> line.contains("expected commit type"))
                .findFirst();
        if (otherKind.isPresent()) {
            return Problem.error("'" + revision + "' is not a commit")
                    .withHint("use the name of a commit, a branch or a tag");
        }
        if (revision.name().contains("..")) {
            return Problem.error("'" + revision + "' is not a revision")
                    .withHint("separate two revisions with a space; 'git merge-base A B' prints where two branches"
                            + " begin to differ");
        }
        String missing = "there is no revision '" + revision + "' in the repository of " + place.fleet();
        return place.isShallow()
                ? Problem.error(missing + ", a shallow clone: it has only the newest commits")
                        .withHint("fetch more of them: 'git fetch --deepen=10' or 'git fetch --unshallow', or a larger"
                                + " fetch-depth of actions/checkout (2 for the commit before, 0 for all)")
                : Problem.error(missing)
                        .withHint("use a commit, a branch or a tag; 'git fetch' gets those of the remote repository");
    }

    /** Returns the tree of the fleet's directory; empty if the commit does not have this directory. */
    private Optional<String> tree(Place place, String commit) throws InterruptedException {
        if (place.prefix().isEmpty()) {
            return Optional.of(commit);
        }
        Answer answer =
                git.ask(place.fleet(), "ls-tree", "-z", "--full-tree", commit, "--", withoutSlash(place.prefix()));
        require(place, answer);
        Matcher entry = TREE.matcher(String.join("\n", answer.output()));
        return entry.lookingAt() ? Optional.of(entry.group(1)) : Optional.empty();
    }

    private static String withoutSlash(String prefix) {
        return prefix.substring(0, prefix.length() - 1);
    }

    /** @param notes receives notes about what was not written */
    private PastFiles write(Place place, Revision revision, String tree, Path directory, List<Problem> notes)
            throws IOException, InterruptedException {
        String shown = shown(revision, place);
        TreeWriter writer = new TreeWriter(directory);
        try {
            while (!writer.isComplete()) {
                read(place, "", writer::list, "ls-tree", "-r", "-z", "--full-tree", tree);
                if (!writer.isComplete()) {
                    read(place, writer.ids(), writer::read, "cat-file", "--batch", "--buffer");
                }
            }
            writer.createLinks();
        } catch (FileAlreadyExistsException twice) {
            throw new InputException(Problem.error("two files of the revision have the same name here: " + shown
                            + directory.relativize(Path.of(twice.getFile())))
                    .withHint("rename one of them; if they are the same to git, run 'git fsck'"));
        } catch (TooLargeException tooLarge) {
            throw new InputException(Problem.error(shown + " has " + tooLarge.getMessage())
                    .withHint("compare a fleet in a directory of its own"));
        } catch (MissingObjectException missing) {
            throw new EnvironmentException(
                    Problem.error(shown + missing.getMessage() + " is not in this clone, which is a partial one")
                            .withHint(GitProgram.COMPLETE_CLONE));
        } catch (MalformedTreeException malformed) {
            throw new InputException(
                    Problem.error("the repository has a malformed tree at " + shown + ": " + malformed.getMessage())
                            .withHint("run 'git fsck'"));
        }
        writer.submodules().stream()
                .filter(module -> module.startsWith("images") || module.startsWith("templates"))
                .map(module -> Problem.note(
                                SourceLocation.wholeFile(Path.of(shown + module)),
                                "this is a submodule, whose files are not part of the revision")
                        .withHint("definitions and templates in it count as missing"))
                .forEach(notes::add);
        return writer.files();
    }

    /** Runs git and reads what it prints. If it ends in the middle, it says why. */
    private void read(Place place, String input, ByteConsumer consumer, String... arguments)
            throws IOException, InterruptedException {
        AtomicReference<IOException> failure = new AtomicReference<>();
        Answer answer = git.read(
                place.fleet(),
                input,
                output -> {
                    try {
                        consumer.read(output);
                    } catch (IOException stopped) {
                        failure.set(stopped);
                    }
                },
                arguments);
        if (failure.get() != null && !(failure.get() instanceof EOFException)) {
            throw failure.get();
        }
        require(place, answer);
        if (failure.get() != null) {
            throw new MalformedTreeException(failure.get().getMessage());
        }
    }

    private static void require(Place place, Answer answer) {
        if (!answer.isSuccess()) {
            throw GitProgram.failure(place.fleet(), answer);
        }
    }

    private static EnvironmentException cannotWrite(TemporaryDirectory temporary, IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot write the files of a revision: " + FailureReason.of(failure))
                        .withHint("check the free space and the permissions of " + temporary.path()
                                + ", or set TMPDIR to another directory"),
                failure);
    }
}
