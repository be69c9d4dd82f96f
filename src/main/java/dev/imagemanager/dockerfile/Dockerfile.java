package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.MalformedReferenceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Dockerfile as it is written; variables are expanded only by {@link #references}.
 *
 * @param file as the caller named it
 * @param escape the escape character, a backslash or a backtick
 * @param syntax the image of the frontend that {@code # syntax=} asks for, without arguments. It is no base, but decides
 *     the result as one does. The build argument {@code BUILDKIT_SYNTAX} replaces it.
 * @param globalArguments those before the first {@code FROM}
 * @param stages at least one; names may be used twice, then the later stage has the name from there on
 */
public record Dockerfile(
        Path file, char escape, Optional<Word> syntax, List<Instruction.Arg> globalArguments, List<Stage> stages) {

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
     * Every use of an image in every stage, stage by stage, also in stages that the target does not need. A needed stage
     * that is made {@code FROM} another stage comes with the images of that one's {@code ONBUILD} triggers; of a stage
     * that is not needed BuildKit never looks at them. Stages and {@code scratch} are no images. Triggers inside of base
     * images are not known here.
     *
     * @throws InputException for what BuildKit would refuse: a name that is empty or malformed after expansion, a
     *     variable where none is expanded, a stage that is not there or comes too late
     */
    public List<ImageUse> references(BuildArguments arguments) {
        Problems problems = new Problems();
        List<ImageUse> uses = new ReferenceResolver(this, arguments, problems).resolve();
        problems.throwIfAny();
        return uses;
    }

    /**
     * The names that the {@code ONBUILD} instructions of a stage leave to the builds that start from its image. BuildKit
     * resolves them there ({@code initOnBuildTriggers}): a name that is a stage of that Dockerfile means the stage, every
     * other is an image that it needs. They do not reach any further: an image does not hand on what its base left to it.
     *
     * @param stage the stage that becomes the image, see {@link #target}
     * @param dependent the Dockerfile of the build that starts from the image
     * @throws InputException for a name that is malformed, or a variable where none is expanded
     */
    public List<ImageUse> triggerReferences(Stage stage, Dockerfile dependent) {
        Problems problems = new Problems();
        List<ImageUse> uses = new ArrayList<>();
        stage.triggers()
                .map(Instruction.OnBuild::trigger)
                .flatMap(Source::of)
                .filter(source -> source.stageNumber().isEmpty()
                        && dependent.stage(source.word().text()).isEmpty()
                        && ImageUse.isImage(source.word().text()))
                .forEach(source -> addTrigger(source, uses, problems));
        problems.throwIfAny();
        return uses;
    }

    private void addTrigger(Source source, List<ImageUse> uses, Problems problems) {
        Optional<Problem> variable = ReferenceResolver.variableProblem(source, escape);
        if (variable.isPresent()) {
            problems.add(variable.get());
            return;
        }
        try {
            uses.add(source.asImage());
        } catch (MalformedReferenceException malformed) {
            problems.add(
                    ReferenceResolver.notAnImage(source.word(), source.word().text(), malformed));
        }
    }

    /** The stage that is built: the named one, or the last. Names are compared without regard to case. */
    public Optional<Stage> target(Optional<String> name) {
        return name.isEmpty() ? Optional.of(stages.get(stages.size() - 1)) : stage(name.get());
    }

    /** The last stage of that name. */
    public Optional<Stage> stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().filter(name::equalsIgnoreCase).isPresent())
                .reduce((earlier, later) -> later);
    }

    /** In the order of the file. */
    public Stream<Instruction> instructions() {
        return Stream.concat(
                globalArguments.stream(),
                stages.stream()
                        .flatMap(stage -> Stream.concat(Stream.of(stage.from()), stage.instructions().stream())));
    }

    /** What a line that BuildKit names belongs to. */
    public Optional<Instruction> instructionAt(int line) {
        return instructions()
                .filter(instruction -> instruction.lines().contains(line))
                .findFirst();
    }
}
