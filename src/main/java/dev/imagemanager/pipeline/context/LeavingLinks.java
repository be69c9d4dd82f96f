package dev.imagemanager.pipeline.context;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds links that lead out of a build context. A builder sends the link but not what it leads to, so a build does not find
 * the file, or the image gets a link to nothing. Does not look at what they lead to.
 */
final class LeavingLinks {

    private LeavingLinks() {}

    /**
     * @param context the folder of the context, relative to the fleet's directory
     * @param fleetDirectory absolute; other absolute links are meant for the image
     */
    static List<Problem> in(List<ContextFile> files, Path context, Path fleetDirectory) throws IOException {
        List<Problem> notes = new ArrayList<>();
        for (ContextFile file : files) {
            if (file.state().isLink()) {
                Path target = Files.readSymbolicLink(file.absolute());
                if (leaves(file.path(), target, fleetDirectory)) {
                    notes.add(Problem.note(
                                    SourceLocation.wholeFile(context.resolve(file.path())),
                                    "this link leads out of the build context, to " + target
                                            + ": a build gets the link, but not the file")
                            .withHint("copy the file here, or name its folder under 'contexts' and use COPY --from"));
                }
            }
        }
        return notes;
    }

    private static boolean leaves(String path, Path target, Path fleetDirectory) {
        if (target.isAbsolute()) {
            return target.normalize().startsWith(fleetDirectory);
        }
        Path link = Path.of(path);
        return (link.getParent() == null ? target : link.getParent().resolve(target))
                .normalize()
                .startsWith("..");
    }
}
