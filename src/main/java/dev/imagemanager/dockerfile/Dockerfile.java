package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Dockerfile as written. Only {@link #references} and {@link #remoteSources} expand variables.
 *
 * @param file the file's name in messages
 * @param escape the escape character, a backslash or a backtick
 * @param syntax the image of the frontend that {@code # syntax=} asks for, without arguments. It is no base, but decides
 *     the result as one does; see {@link #frontend}.
 * @param globalArguments those before the first {@code FROM}
 * @param stages at least one; names may be used twice, then the later stage has the name from there on
 */
public record Dockerfile(
        Path file, char escape, Optional<Word> syntax, List<Instruction.Arg> globalArguments, List<Stage> stages) {

    /** Takes the place of {@code # syntax=} (Dockerfile reference, "BUILDKIT_SYNTAX"). */
    private static final String SYNTAX_ARGUMENT = "BUILDKIT_SYNTAX";

    public Dockerfile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(syntax, "syntax");
        globalArguments = List.copyOf(globalArguments);
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a Dockerfile has a stage: " + file);
        }
    }

    /**
     * Returns all uses of images, stage by stage, including stages that the target does not need. For a needed stage
     * {@code FROM} another stage, includes the images of that stage's {@code ONBUILD} triggers. Does not include
     * stages and {@code scratch}.
     *
     * @param triggers those of images. BuildKit resolves their names like those of the Dockerfile: a name of a stage is
     *     the stage, any other an image. It does so also for images in {@code COPY --from} and mounts, whose triggers
     *     do not run ({@code initOnBuildTriggers} of {@code dockerfile2llb}).
     * @throws InputException for what BuildKit rejects: a name that is empty or malformed after expansion, a variable
     *     where BuildKit does not expand it, a stage that does not exist or is defined later
     */
    public List<ImageUse> references(BuildArguments arguments, ImageTriggers triggers) {
        Problems problems = new Problems();
        List<ImageUse> uses = new ReferenceResolver(this, arguments, triggers, problems).resolve();
        problems.throwIfAny();
        return uses;
    }

    /**
     * Returns what {@code ADD} downloads without a checksum in the stages that the target needs, also in {@code ONBUILD}
     * of their bases. Each source is returned once for each instruction.
     *
     * @throws InputException as {@link #references}
     */
    public List<RemoteSource> remoteSources(BuildArguments arguments, ImageTriggers triggers) {
        Problems problems = new Problems();
        List<RemoteSource> sources = new ReferenceResolver(this, arguments, triggers, problems).remoteSources();
        problems.throwIfAny();
        return sources;
    }

    /**
     * The image that reads the Dockerfile; empty for the one that comes with the builder. Arguments may follow it where it
     * is named.
     */
    public Optional<ImageReference> frontend(Map<String, String> buildArguments) {
        return Optional.ofNullable(buildArguments.get(SYNTAX_ARGUMENT))
                .or(() -> syntax.map(Word::text))
                .map(named -> named.strip().split("\\s+")[0])
                .flatMap(ImageReference::find);
    }

    /** Returns the stage to build: the named one, or the last. Names are case-insensitive. */
    public Optional<Stage> target(Optional<String> name) {
        return name.isEmpty() ? Optional.of(stages.get(stages.size() - 1)) : stage(name.get());
    }

    /** Returns the last stage with that name. */
    public Optional<Stage> stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().filter(name::equalsIgnoreCase).isPresent())
                .reduce((earlier, later) -> later);
    }

    /** Returns all instructions in the order of the file. */
    public Stream<Instruction> instructions() {
        return Stream.concat(
                globalArguments.stream(),
                stages.stream()
                        .flatMap(stage -> Stream.concat(Stream.of(stage.from()), stage.instructions().stream())));
    }

    /** Returns the instruction that contains a line. */
    public Optional<Instruction> instructionAt(int line) {
        return instructions()
                .filter(instruction -> instruction.lines().contains(line))
                .findFirst();
    }
}
