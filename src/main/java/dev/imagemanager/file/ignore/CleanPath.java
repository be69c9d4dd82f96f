package dev.imagemanager.file.ignore;

import java.util.ArrayDeque;
import java.util.Deque;

/** The shortest equal path by its text alone, without a look at any file ({@code path.Clean} of Go). */
final class CleanPath {

    private CleanPath() {}

    /** @return {@code .} for an empty path */
    static String of(String path) {
        boolean isRooted = path.startsWith("/");
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!name.equals("..")) {
                names.addLast(name);
            } else if (!names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!isRooted) {
                names.addLast(name);
            }
        }
        String joined = String.join("/", names);
        return isRooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
