package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.config.yaml.YamlParser;
import dev.imagemanager.file.FileState;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.Folder;
import dev.imagemanager.file.PathText;
import dev.imagemanager.file.ignore.IgnoreFile;
import dev.imagemanager.file.ignore.IgnoreRules;
import dev.imagemanager.file.ignore.IgnoreRules.Verdict;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the definitions of a fleet: {@code images/&#42;&#42;/image.yml} and {@code images/<name>.yml}.
 *
 * <p>What is below a definition is part of its build context, and may contain anything. So an {@code image.yml} there is a
 * definition only if a Dockerfile is beside it or if it has tags, and folders that the definition's {@code .dockerignore}
 * leaves out are not looked into, except those with an {@code image.yml}. Patterns that leave out everything do not count.
 */
final class DefinitionFiles {

    private static final String DEFINITION = "image.yml";
    private static final Path IGNORE_FILE = Path.of(".dockerignore");

    /** The most files that a note names. */
    private static final int LONGEST_LIST = 3;

    private final Path fleetDirectory;
    private final Path imagesDirectory;
    private final FleetReader files;
    private final Problems problems;
    private final List<Path> found = new ArrayList<>();
    private final List<Path> passedOver = new ArrayList<>();
    private final List<Path> partsOfContexts = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();
    private final Deque<Link> links = new ArrayDeque<>();

    DefinitionFiles(Path fleetDirectory, Problems problems) {
        this.fleetDirectory = fleetDirectory;
        this.imagesDirectory = fleetDirectory.resolve("images");
        this.files = new FleetReader(fleetDirectory);
        this.problems = problems;
    }

    /** A link to a folder, which is followed when all others were searched. */
    private record Link(Path path, Scope scope) {}

    /**
     * Where a folder is.
     *
     * @param context the folder of the nearest definition above it, or its own
     * @param rules what that definition leaves out of its context
     * @param verdict on the folder
     */
    private record Scope(Optional<Path> context, IgnoreRules rules, Verdict verdict) {

        static final Scope OUTSIDE = new Scope(Optional.empty(), IgnoreRules.NONE, Verdict.CONTEXT);

        boolean isBelowDefinition() {
            return context.isPresent();
        }

        Scope of(Path entry) {
            return context.isEmpty() ? this : new Scope(context, rules, rules.of(relative(entry), verdict));
        }

        boolean isClosed(Path entry) {
            return verdict.isLeftOut() && !rules.mayKeepBelow(relative(entry));
        }

        private String relative(Path entry) {
            return context.orElseThrow().relativize(entry).toString();
        }
    }

    /** Returns the files, sorted and relative to the fleet's directory. Adds a problem if there are none. */
    List<Path> find() {
        Path shown = fleetDirectory.relativize(imagesDirectory);
        if (!Files.isDirectory(imagesDirectory)) {
            problems.add(Problem.error("there is no directory '" + shown + "' in " + fleetDirectory)
                    .withHint("run image-manager in the fleet's directory, or set it with -C"));
            return List.of();
        }
        int errorsBefore = problems.errorCount();
        try {
            search(imagesDirectory, Scope.OUTSIDE, Folder.entries(imagesDirectory));
        } catch (IOException unreadable) {
            problems.add(Problem.error("'" + shown + "' cannot be read: " + FailureReason.of(unreadable)));
            return List.of();
        }
        while (!links.isEmpty()) {
            follow(links.remove());
        }
        notePartsOfContexts();
        if (found.isEmpty() && problems.errorCount() == errorsBefore) {
            Collections.sort(passedOver);
            problems.add(Problem.error("there are no images in '" + imagesDirectory + "'")
                    .withHint(
                            passedOver.isEmpty()
                                    ? "define the first one in "
                                            + shown.resolve("<name>").resolve(DEFINITION)
                                    : "definition files must end in .yml; rename " + passedOver.get(0)));
        }
        Collections.sort(found);
        return found;
    }

    /** Returns the directory of the templates and the build context of a definition. */
    static Path directoryOf(Path definition) {
        String fileName = definition.getFileName().toString();
        return fileName.equals(DEFINITION)
                ? definition.getParent()
                : definition.resolveSibling(fileName.substring(0, fileName.length() - ".yml".length()));
    }

    private void search(Path folder, Scope outer) {
        try {
            search(folder, outer, Folder.entries(folder));
        } catch (NoSuchFileException removedInTheMeantime) {
            return;
        } catch (IOException closed) {
            noteClosed(folder, closed);
        }
    }

    private void noteClosed(Path folder, IOException closed) {
        problems.add(
                Problem.note(
                                SourceLocation.wholeFile(fleetDirectory.relativize(folder)),
                                "definitions in this folder are not part of the fleet: it cannot be read: "
                                        + FailureReason.of(closed))
                        .withHint(
                                "if it has none, and is in the folder of an image, leave it out in the .dockerignore of that image"));
    }

    private void search(Path folder, Scope outer, List<Path> entries) throws IOException {
        if (!visited.add(folder.toRealPath())) {
            return;
        }
        Scope scope = outer;
        for (Path entry : entries) {
            if (consider(entry, folder, outer)) {
                scope = scopeOf(folder);
            }
        }
        for (Path entry : entries) {
            enter(entry, scope);
        }
    }

    private void enter(Path entry, Scope scope) {
        Scope inner = isContext(entry) ? scopeOf(entry) : scope.of(entry);
        if (inner.isBelowDefinition() && inner.isClosed(entry)) {
            // Without a look at what it is: there may be many.
            if (!entry.resolve(DEFINITION).toFile().isFile()) {
                return;
            }
        }
        try {
            FileState state = FileState.of(entry);
            if (state.isLink()) {
                links.add(new Link(entry, inner));
            } else if (state.isFolder()) {
                search(entry, inner);
            }
        } catch (NoSuchFileException removedInTheMeantime) {
            return;
        } catch (IOException closed) {
            noteClosed(entry, closed);
        }
    }

    /** Returns whether {@code images/<name>.yml} has its context in a folder. */
    private boolean isContext(Path folder) {
        return folder.getParent().equals(imagesDirectory)
                && found.contains(fleetDirectory.relativize(folder.resolveSibling(folder.getFileName() + ".yml")));
    }

    private Scope scopeOf(Path context) {
        Path file = fleetDirectory.relativize(context.resolve(IGNORE_FILE));
        IgnoreRules rules = IgnoreRules.NONE;
        if (files.isFile(file)) {
            try {
                // What is wrong with it is said when its image is generated.
                rules = IgnoreFile.read(file, files.read(file, FleetReader.TEMPLATE_LIMIT), new Problems());
            } catch (IOException unreadable) {
                rules = IgnoreRules.NONE;
            }
        }
        return new Scope(Optional.of(context), rules.withoutCatchAll(), Verdict.CONTEXT);
    }

    /** Links in a context belong to it, unless they lead to a definition. */
    private void follow(Link link) {
        boolean isPartOfContext = link.scope().isBelowDefinition();
        Path target;
        try {
            target = files.realPath(link.path());
        } catch (IOException unusable) {
            if (!isPartOfContext) {
                noteNotFollowed(link.path(), FailureReason.of(unusable));
            }
            return;
        }
        if (!Files.isDirectory(target) || isPartOfContext && !Files.isRegularFile(target.resolve(DEFINITION))) {
            return;
        }
        if (visited.contains(target) || link.path().getParent().startsWith(target)) {
            if (!isPartOfContext) {
                noteNotFollowed(link.path(), "its folder was already searched");
            }
            return;
        }
        search(link.path(), link.scope());
    }

    private void noteNotFollowed(Path link, String reason) {
        problems.add(Problem.note(
                        SourceLocation.wholeFile(fleetDirectory.relativize(link)),
                        "this link is not followed to look for definitions: " + reason)
                .withHint("put the folder in its place, or remove the link"));
    }

    /** @return whether the file is the definition of its folder */
    private boolean consider(Path file, Path folder, Scope scope) {
        String name = file.getFileName().toString();
        boolean atTop = folder.equals(imagesDirectory);
        boolean isDefinition = name.equals(DEFINITION) || atTop && name.endsWith(".yml") && !name.startsWith(".");
        Path shown = fleetDirectory.relativize(file);
        boolean isYaml = name.endsWith(".yml") || name.endsWith(".yaml");
        if (!isYaml || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (name.equals(DEFINITION) && atTop) {
            problems.add(Problem.error(SourceLocation.wholeFile(shown), "a definition must be in its own directory")
                    .withHint("move it to images/<name>/image.yml or images/<name>.yml"));
        } else if (isDefinition && scope.isBelowDefinition() && !isOfThisProgram(shown, folder)) {
            partsOfContexts.add(shown);
        } else if (isDefinition && !PathText.isText(shown)) {
            problems.add(Problem.error(
                            SourceLocation.wholeFile(shown), "the path of this definition has bytes that are not UTF-8")
                    .withHint(PathText.HINT));
        } else if (isDefinition) {
            found.add(shown);
            return name.equals(DEFINITION);
        } else if (!scope.isBelowDefinition()
                && (name.equals("image.yaml") || atTop && name.endsWith(".yaml") && !name.startsWith("."))) {
            passedOver.add(shown);
            problems.add(Problem.note(SourceLocation.wholeFile(shown), "this file is not read as a definition")
                    .withHint("definition files must end in .yml"));
        }
        return false;
    }

    /** Returns whether a file below a definition is one too: it has a Dockerfile, or tags of the form of a definition. */
    private boolean isOfThisProgram(Path file, Path folder) {
        try {
            boolean hasDockerfile = Folder.entries(folder).stream()
                    .map(entry -> entry.getFileName().toString())
                    .anyMatch(name ->
                            name.equals("Dockerfile") || name.startsWith("Dockerfile.") && name.endsWith(".tmpl"));
            return hasDockerfile || hasTags(file);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private boolean hasTags(Path file) throws IOException {
        return YamlParser.parse(file, files.read(file, FleetReader.DEFINITION_LIMIT), new Problems())
                .filter(YamlNode.Mapping.class::isInstance)
                .map(root -> ((YamlNode.Mapping) root).entries().get("tags"))
                .map(YamlNode.Entry::value)
                .filter(YamlNode.Sequence.class::isInstance)
                .filter(tags ->
                        ((YamlNode.Sequence) tags).items().stream().anyMatch(YamlNode.Mapping.class::isInstance))
                .isPresent();
    }

    private void notePartsOfContexts() {
        if (partsOfContexts.isEmpty()) {
            return;
        }
        Collections.sort(partsOfContexts);
        String more = partsOfContexts.size() > LONGEST_LIST
                ? ", and " + (partsOfContexts.size() - LONGEST_LIST) + " more"
                : "";
        problems.add(Problem.note(
                        SourceLocation.wholeFile(partsOfContexts.get(0)),
                        "not a definition but a file of the image above it: "
                                + partsOfContexts.stream()
                                        .limit(LONGEST_LIST)
                                        .map(Path::toString)
                                        .collect(Collectors.joining(", "))
                                + more)
                .withHint("a definition below another one has a Dockerfile or Dockerfile.tmpl beside it, or tags"));
    }
}
