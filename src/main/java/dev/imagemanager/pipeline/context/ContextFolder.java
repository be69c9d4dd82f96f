package dev.imagemanager.pipeline.context;

import dev.imagemanager.model.NamedContext;
import dev.imagemanager.model.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder that a target uses as a build context.
 *
 * @param name that of a named context; {@link #OWN} for the target's own, whose ignore file is generated
 * @param path relative to the fleet's directory
 */
public record ContextFolder(String name, Path path) {

    /** The name of a target's own context. */
    public static final String OWN = "";

    public boolean isOwn() {
        return name.equals(OWN);
    }

    /** Returns the folders of a target's contexts, its own first. */
    public static List<ContextFolder> of(Target target) {
        List<ContextFolder> folders = new ArrayList<>(
                List.of(new ContextFolder(OWN, target.definition().contextDirectory())));
        for (Map.Entry<String, NamedContext> context : target.tag().contexts().entrySet()) {
            if (context.getValue() instanceof NamedContext.Folder folder) {
                folders.add(new ContextFolder(context.getKey(), folder.path()));
            }
        }
        return folders;
    }

    /** Returns the paths of the folders of a target's contexts. */
    public static List<Path> paths(Target target) {
        return of(target).stream().map(ContextFolder::path).toList();
    }
}
