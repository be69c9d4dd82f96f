package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.MalformedReferenceException;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Expands the variables of a Dockerfile and distinguishes images from stages.
 *
 * <p>Rules: Dockerfile reference, "FROM", "Understand how ARG and FROM interact", "COPY --from", "RUN --mount";
 * {@code toDispatchState}, {@code toCommand} and {@code detectRunMount} of BuildKit's {@code dockerfile2llb}.
 */
final class ReferenceResolver {

    private final Dockerfile dockerfile;
    private final BuildArguments arguments;
    private final ImageTriggers triggers;
    private final Problems problems;
    private final GlobalVariables variables;
    private final StageGraph stages;
    /** Image uses by stage. */
    private final List<List<ImageUse>> uses = new ArrayList<>();

    ReferenceResolver(Dockerfile dockerfile, BuildArguments arguments, ImageTriggers triggers, Problems problems) {
        this.dockerfile = dockerfile;
        this.arguments = arguments;
        this.triggers = triggers;
        this.problems = problems;
        this.variables = new GlobalVariables(dockerfile, arguments, problems);
        this.stages = new StageGraph(dockerfile.stages());
        dockerfile.stages().forEach(stage -> uses.add(new ArrayList<>()));
    }

    List<ImageUse> resolve() {
        for (Stage stage : dockerfile.stages()) {
            resolveBase(stage);
            stage.instructions().stream().flatMap(Source::of).forEach(source -> resolveSource(stage, source, false));
        }
        Optional<Stage> target = dockerfile.target(arguments.targetStage());
        if (target.isEmpty()) {
            reportMissingTarget();
            return List.of();
        }
        resolveTriggers(target.get());
        checkOrder(target.get());
        BitSet needed = stages.neededFor(target.get());
        return dockerfile.stages().stream()
                .flatMap(stage -> uses.get(stage.number()).stream()
                        .map(use -> new ImageUse(
                                use.kind(),
                                use.reference(),
                                use.location(),
                                use.platform(),
                                needed.get(stage.number()))))
                .toList();
    }

    List<RemoteSource> remoteSources() {
        resolve();
        List<RemoteSource> sources = new ArrayList<>();
        dockerfile.target(arguments.targetStage()).ifPresent(target -> {
            Map<Stage, StageVariables> known = new HashMap<>();
            stages.neededFor(target).stream().mapToObj(dockerfile.stages()::get).forEach(stage -> {
                StageVariables values = stages.base(stage)
                        .map(base -> new StageVariables(known.get(base)))
                        .orElseGet(() -> new StageVariables(dockerfile.escape(), arguments, variables));
                triggersOf(stage).forEach(trigger -> values.apply(trigger, true, sources));
                stage.instructions().forEach(instruction -> values.apply(instruction, false, sources));
                known.put(stage, values);
            });
        });
        return sources;
    }

    /** Returns the instructions that run before those of the stage. */
    private List<Instruction> triggersOf(Stage stage) {
        return Stream.concat(
                        stages.base(stage).stream().flatMap(Stage::triggers),
                        uses.get(stage.number()).stream()
                                .filter(use -> use.kind() == ImageUse.Kind.FROM)
                                .flatMap(use -> triggers.of(use).stream()))
                .map(Instruction.OnBuild::trigger)
                .toList();
    }

    /** A trigger may need another stage, whose base may have triggers too. */
    private void resolveTriggers(Stage target) {
        BitSet done = new BitSet();
        BitSet needed = stages.neededFor(target);
        while (!done.equals(needed)) {
            needed.andNot(done);
            needed.stream().mapToObj(dockerfile.stages()::get).forEach(this::resolveTriggersOfStage);
            done.or(needed);
            needed = stages.neededFor(target);
        }
    }

    private void resolveTriggersOfStage(Stage stage) {
        stages.base(stage).ifPresent(base -> resolveTriggers(stage, base.triggers()));
        List<ImageUse> images = uses.get(stage.number());
        Set<ImageReference> done = new HashSet<>();
        for (int i = 0; i < images.size(); i++) {
            if (done.add(images.get(i).reference())) {
                resolveTriggers(stage, triggers.of(images.get(i)).stream());
            }
        }
    }

    private void resolveTriggers(Stage stage, Stream<Instruction.OnBuild> triggered) {
        triggered
                .map(Instruction.OnBuild::trigger)
                .flatMap(Source::of)
                .forEach(source -> resolveSource(stage, source, true));
    }

    private void resolveBase(Stage stage) {
        Word word = stage.from().image();
        Optional<Platform> platform = stage.from().platform().flatMap(this::resolvePlatform);
        String name = variables.expand(word).orElse(null);
        if (name == null || stages.linkBase(stage, name) || !ImageUse.isImage(name)) {
            return;
        }
        Optional<Stage> differentCase = stages.earlier(stage, name);
        if (differentCase.isPresent()) {
            problems.add(Problem.error(
                            word.location(),
                            "'" + name + "' is not a valid image name, and no stage has exactly this name")
                    .withHint("write '" + differentCase.get().label() + "': FROM requires stage names in lower case"));
            return;
        }
        addImage(stage, ImageUse.Kind.FROM, name, platform, word);
    }

    private Optional<Platform> resolvePlatform(Word word) {
        Optional<String> text = variables.expand(word);
        Optional<Platform> platform = text.flatMap(name -> Platform.find(name, arguments.buildPlatform()));
        if (text.isPresent() && platform.isEmpty()) {
            problems.add(Problem.error(word.location(), "'" + text.get() + "' is not a valid platform")
                    .withHint("use the form linux/amd64"));
        }
        return platform;
    }

    private void resolveSource(Stage stage, Source source, boolean triggered) {
        Optional<Problem> variable = variableProblem(source, dockerfile.escape());
        if (variable.isPresent()) {
            problems.add(variable.get());
            return;
        }
        Optional<Long> number = source.stageNumber();
        String name = source.word().text();
        Optional<Stage> target = number.isPresent() ? stages.numbered(number.get()) : stages.named(name);
        if (target.isPresent()) {
            stages.linkSource(stage, target.get(), source, triggered);
        } else if (number.isPresent()) {
            problems.add(Problem.error(source.word().location(), "there is no stage " + name)
                    .withHint("stages are numbered from 0 to "
                            + (dockerfile.stages().size() - 1)));
        } else if (ImageUse.isImage(name)) {
            addImage(stage, source.kind(), name, Optional.empty(), source.word());
        }
    }

    /** Returns a problem if a source has a variable where BuildKit does not expand it. */
    private static Optional<Problem> variableProblem(Source source, char escape) {
        return source.kind() == ImageUse.Kind.COPY_FROM && hasVariable(source.word(), escape)
                ? Optional.of(InstructionReader.noVariables(source.word(), "--from of COPY"))
                : Optional.empty();
    }

    /** BuildKit rejects every text that expansion would change, including quotes. */
    private static boolean hasVariable(Word word, char escape) {
        try {
            String text = word.text();
            return !ShellLexer.expand(text, escape, Map.of()).text().equals(text);
        } catch (ShellSyntaxException e) {
            return true;
        }
    }

    private void addImage(Stage stage, ImageUse.Kind kind, String name, Optional<Platform> platform, Word word) {
        try {
            uses.get(stage.number())
                    .add(new ImageUse(kind, ImageReference.parse(name), word.location(), platform, true));
        } catch (MalformedReferenceException malformed) {
            Problem problem = notAnImage(word, name, malformed);
            Optional<String> hint = kind == ImageUse.Kind.FROM ? variables.hintForUnset(word) : Optional.empty();
            problems.add(hint.map(problem::withHint).orElse(problem));
        }
    }

    private static Problem notAnImage(Word word, String name, MalformedReferenceException malformed) {
        String written = word.text().equals(name) ? "" : ", from " + word.text() + ",";
        return Problem.error(
                word.location(),
                "'" + name + "'" + written + " is not a valid image reference: " + malformed.getMessage());
    }

    private void checkOrder(Stage target) {
        stages.misplaced(target)
                .forEach(link -> problems.add(Problem.error(
                                link.source().word().location(),
                                "the stage '" + link.to().label() + "' cannot be used here: it is defined "
                                        + (link.from() == link.to() ? "by this stage itself" : "later"))
                        .withHint("a stage can only use earlier stages")));
    }

    private void reportMissingTarget() {
        String missing = arguments.targetStage().orElseThrow();
        String names = stageNames();
        problems.add(Problem.error(
                        SourceLocation.wholeFile(dockerfile.file()), "there is no stage '" + missing + "' to build")
                .withHint(names.isEmpty() ? "no stage has a name" : "the stages are " + names));
    }

    private String stageNames() {
        Stream<String> names = dockerfile.stages().stream().flatMap(stage -> stage.name().stream());
        return String.join(", ", names.distinct().toList());
    }
}
