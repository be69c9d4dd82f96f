package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file or folder, of a link itself. A file whose content changed has another state, unless it
 * changed twice within one tick of the file system's clock.
 *
 * @param mode type and permissions (inode(7))
 * @param size in bytes
 * @param modified the time of the last change of the content, in nanoseconds since 1970
 * @param changed the time of the last change of the content or of another attribute, which no program can set
 */
public record FileState(int mode, long size, long device, long inode, long modified, long changed) {

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;

    /** @throws IOException if it does not exist, or its folder cannot be entered */
    public static FileState of(Path file) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:mode,size,dev,ino,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
        return new FileState(
                (int) attributes.get("mode"),
                (long) attributes.get("size"),
                (long) attributes.get("dev"),
                (long) attributes.get("ino"),
                nanoseconds(attributes.get("lastModifiedTime")),
                nanoseconds(attributes.get("ctime")));
    }

    private static long nanoseconds(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    public boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    public boolean isLink() {
        return (mode & TYPE) == LINK;
    }
}
