package dev.imagemanager.pipeline.build;

import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The texts that {@linkplain ContentKey content keys} have hashes of, so that a later command can tell what changed. A text
 * has its SHA-256 as its name; one with another content is not used.
 */
final class KeptInputs {

    /** In bytes; what is larger is not kept. A context of 100,000 files takes about half of it. */
    private static final int LARGEST = 32 << 20;

    private final OutputDirectory output;

    KeptInputs(OutputDirectory output) {
        this.output = output;
    }

    void keep(byte[] text) {
        Path file = OutputPaths.INPUTS.resolve(Digest.of(text).hex());
        if (text.length <= LARGEST && output.size(file).isEmpty()) {
            output.write(file, text);
        }
    }

    /** @param hash 64 hexadecimal digits */
    Optional<byte[]> find(String hash) {
        return Digest.find("sha256:" + hash).flatMap(digest -> output.content(OutputPaths.INPUTS.resolve(hash))
                .filter(text -> Digest.of(text).equals(digest)));
    }

    /** Removes all other texts. */
    void retain(Set<String> hashes) {
        for (Path file : output.files(OutputPaths.INPUTS)) {
            String name = file.getFileName().toString();
            if (Digest.find("sha256:" + name).isPresent() && !hashes.contains(name)) {
                output.remove(file);
            }
        }
    }
}
