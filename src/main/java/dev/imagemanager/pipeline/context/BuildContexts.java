package dev.imagemanager.pipeline.context;

import dev.imagemanager.config.Environment;
import dev.imagemanager.file.FileState;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.ignore.IgnoreFile;
import dev.imagemanager.file.ignore.IgnoreRules;
import dev.imagemanager.file.ignore.IgnoreRules.Verdict;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The build contexts of a fleet in one run. Each is hashed once, whoever uses it. Safe for use by several threads.
 */
public final class BuildContexts {

    private static final Logger LOG = Logger.getLogger(BuildContexts.class);
    private static final Path IGNORE_FILE = Path.of(".dockerignore");

    private final FleetReader files;
    private final Path fleetDirectory;
    private final Optional<Path> cache;
    private final Map<Use, IgnoreRules> rules = new ConcurrentHashMap<>();
    private final Map<Use, Hashed> hashed = new ConcurrentHashMap<>();
    private final Map<Path, FileHashes> hashes = new ConcurrentHashMap<>();

    /**
     * A context as a build uses it.
     *
     * @param folder relative to the fleet's directory; one that does not exist is an empty context
     * @param ignore the digest of the ignore file's content
     */
    private record Use(Path folder, Digest ignore) {}

    /** @param state differs if a file was changed, also if it was changed back */
    private record Hashed(String hash, ContextListing listing, Digest state, List<Problem> notes) {}

    /**
     * @param fleetDirectory absolute
     * @param cache a directory of the user, in which hashes of files are kept between runs; empty to keep none
     */
    BuildContexts(Path fleetDirectory, Optional<Path> cache) {
        this.files = new FleetReader(fleetDirectory);
        this.fleetDirectory = fleetDirectory;
        this.cache = cache;
    }

    /** Keeps hashes in the user's cache directory, if there is one. */
    public static BuildContexts of(Path fleetDirectory, Environment environment) {
        return new BuildContexts(fleetDirectory, UserCache.directory(environment));
    }

    /**
     * Returns the hash of what a builder sends of a context, 64 hexadecimal digits.
     *
     * @param folder relative to the fleet's directory
     * @param ignoreFile the content of the ignore file
     * @throws IOException if something that belongs to the context cannot be read
     */
    public String hash(Path folder, byte[] ignoreFile) throws IOException {
        return hashed(folder, ignoreFile).hash();
    }

    /**
     * Returns what a builder sends of a context.
     *
     * @throws IOException if something that belongs to the context cannot be looked at
     */
    public List<ContextFile> files(Path folder, byte[] ignoreFile) throws IOException {
        return list(folder, rules(folder, ignoreFile));
    }

    /**
     * Returns which files a builder would send of a context that is not there.
     *
     * @param paths of all its files, relative to its folder
     */
    public static List<Path> select(Collection<Path> paths, byte[] ignoreFile) {
        IgnoreRules rules = rules(Path.of(""), ignoreFile);
        Map<String, Verdict> verdicts = new HashMap<>();
        return paths.stream()
                .filter(path -> !verdict(path, rules, verdicts).isLeftOut())
                .toList();
    }

    private static Verdict verdict(Path path, IgnoreRules rules, Map<String, Verdict> verdicts) {
        Verdict known = verdicts.get(path.toString());
        if (known != null) {
            return known;
        }
        Path folder = path.getParent();
        Verdict verdict =
                rules.of(path.toString(), folder == null ? Verdict.CONTEXT : verdict(folder, rules, verdicts));
        verdicts.put(path.toString(), verdict);
        return verdict;
    }

    /**
     * Returns what the file system says of the files that {@link #hash} was computed from: it differs if one of them was
     * changed, also if it has its old content again.
     *
     * @throws IOException if something that belongs to the context cannot be read
     */
    public Digest state(Path folder, byte[] ignoreFile) throws IOException {
        return hashed(folder, ignoreFile).state();
    }

    /**
     * Copies what a builder sends of a context if a builder could take one of its files for another one ({@link ContextCopy}).
     *
     * @param shared the looks that files of several contexts have; see {@link #shared}
     * @param target the folder to create
     * @return whether it was copied
     * @throws IOException if a file cannot be read, or the copy not written
     */
    public boolean copyIfAmbiguous(Path folder, byte[] ignoreFile, Set<FileLook> shared, Path target)
            throws IOException {
        List<ContextFile> found = files(folder, ignoreFile);
        boolean isNeeded = ContextCopy.isNeeded(found, shared);
        if (isNeeded) {
            ContextCopy.write(found, shared, hashesOf(folder), target);
        }
        return isNeeded;
    }

    /**
     * Returns the looks that files of several contexts have, although they are several files. Only looks at them. A context
     * that cannot be read is left out: no builder is sent its files.
     *
     * @param contexts each with its folder and the content of its ignore file
     */
    public Set<FileLook> shared(List<Map.Entry<Path, byte[]>> contexts) {
        Map<FileLook, Path> first = new HashMap<>();
        Set<FileLook> shared = new HashSet<>();
        Set<Use> seen = new HashSet<>();
        for (Map.Entry<Path, byte[]> context : contexts) {
            if (seen.add(use(context.getKey(), context.getValue()))) {
                for (ContextFile file : readable(context.getKey(), context.getValue())) {
                    FileLook look = FileLook.of(file);
                    Path other = first.putIfAbsent(look, file.absolute());
                    if (other != null && !other.equals(file.absolute())) {
                        shared.add(look);
                    }
                }
            }
        }
        return shared;
    }

    /** The target whose context it is says why it cannot be read. */
    private List<ContextFile> readable(Path folder, byte[] ignoreFile) {
        try {
            return files(folder, ignoreFile);
        } catch (IOException unreadable) {
            LOG.debugf(unreadable, "%s is not compared with other contexts", folder);
            return List.of();
        }
    }

    /** Returns the listing of a context that was hashed before. */
    public Optional<ContextListing> listing(String hash) {
        return hashed.values().stream()
                .filter(context -> context.hash().equals(hash))
                .map(Hashed::listing)
                .findFirst();
    }

    /** Returns the content of the ignore file in a context's folder; nothing if there is none. */
    public byte[] ignoreFile(Path folder) throws IOException {
        Path file = folder.resolve(IGNORE_FILE);
        return files.isFile(file) ? files.read(file, FleetReader.TEMPLATE_LIMIT) : new byte[0];
    }

    /** @param generated the content of the ignore file of the target's own context */
    public byte[] ignoreFile(ContextFolder folder, byte[] generated) throws IOException {
        return folder.isOwn() ? generated : ignoreFile(folder.path());
    }

    /** Returns notes about links that lead out of a context. */
    public List<Problem> notes(Path folder, byte[] ignoreFile) throws IOException {
        Hashed known = hashed.get(use(folder, ignoreFile));
        return known != null ? known.notes() : LeavingLinks.in(files(folder, ignoreFile), folder, realFleet());
    }

    /**
     * Looks at contexts again that were hashed before, since a build takes the files as they are when it starts.
     *
     * @param folders relative to the fleet's directory
     * @throws IOException if something that belongs to a context cannot be read
     */
    public void lookAgain(Collection<Path> folders) throws IOException {
        for (Use use : Set.copyOf(hashed.keySet())) {
            if (folders.contains(use.folder())) {
                hashed.put(use, compute(use, rules.get(use)));
            }
        }
    }

    private static Use use(Path folder, byte[] ignoreFile) {
        return new Use(folder.normalize(), Digest.of(ignoreFile));
    }

    private Hashed hashed(Path folder, byte[] ignoreFile) throws IOException {
        Use use = use(folder, ignoreFile);
        IgnoreRules parsed = rules.computeIfAbsent(use, key -> rules(folder, ignoreFile));
        try {
            return hashed.computeIfAbsent(use, key -> {
                try {
                    return compute(key, parsed);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            });
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private Hashed compute(Use use, IgnoreRules parsed) throws IOException {
        List<ContextFile> found = list(use.folder(), parsed);
        ContextListing listing = ContextHash.of(found, hashesOf(use.folder()));
        return new Hashed(
                listing.hash(),
                listing,
                stateOf(use.folder(), found),
                LeavingLinks.in(found, use.folder(), realFleet()));
    }

    private Digest stateOf(Path folder, List<ContextFile> found) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        if (!found.isEmpty()) {
            add(FileState.of(files.realContext(folder)).toString(), sha256);
        }
        found.forEach(file -> {
            add(file.path(), sha256);
            add(file.state().toString(), sha256);
        });
        return Digest.finish(sha256);
    }

    private static void add(String text, MessageDigest digest) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private List<ContextFile> list(Path folder, IgnoreRules parsed) throws IOException {
        try {
            return ContextFiles.of(files.realContext(folder), parsed);
        } catch (NoSuchFileException empty) {
            return List.of();
        }
    }

    private Path realFleet() throws IOException {
        return fleetDirectory.toRealPath();
    }

    /** Patterns that cannot be used were reported when the fleet was read. */
    private static IgnoreRules rules(Path folder, byte[] ignoreFile) {
        return IgnoreFile.read(folder.resolve(IGNORE_FILE), ignoreFile, new Problems());
    }

    private FileHashes hashesOf(Path folder) {
        return hashes.computeIfAbsent(folder, key -> cache.map(directory -> FileHashes.read(fileOf(directory, key)))
                .orElseGet(FileHashes::new));
    }

    /** The same folder of another fleet has another name. */
    private Path fileOf(Path directory, Path folder) {
        return directory.resolve(
                Digest.of(fleetDirectory.resolve(folder).toString()).hex());
    }

    /**
     * Keeps the hashes of files for the next run.
     *
     * @throws IOException if they cannot be written; the next run reads the files again
     */
    public void keep() throws IOException {
        if (cache.isPresent()) {
            for (Map.Entry<Path, FileHashes> each : hashes.entrySet()) {
                each.getValue().write(fileOf(cache.get(), each.getKey()));
            }
        }
    }
}
