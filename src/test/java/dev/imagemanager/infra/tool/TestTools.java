package dev.imagemanager.infra.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.reference.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** A catalogue of two packages, {@code kit} with {@code hammer} and {@code saw} in an archive, and {@code drill} as a program. */
final class TestTools {

    static final Platform PLATFORM = Platform.LINUX_AMD64;

    private TestTools() {}

    static PackageInstaller installer(Path cache, ToolCatalog catalog) {
        return new PackageInstaller(
                catalog,
                new ToolCache(cache, catalog),
                new OutgoingHttp(new EnvironmentProxies(new FakeEnvironment())),
                Duration.ofSeconds(20));
    }

    /** Digests that are null are left out. */
    static ToolCatalog catalog(URI base, String kitDigest, String drillDigest) {
        return new ToolCatalog(() -> document(base, kitDigest, drillDigest), PLATFORM);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode document(URI base, String kitDigest, String drillDigest) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("base", base.toString());
        var packages = document.putArray("packages");
        ObjectNode kit =
                packages.addObject().put("name", "kit").put("version", "1.2.0").put("homepage", "https://kit.example");
        download(kit, "kit.tar.gz", kitDigest);
        var executables = kit.putArray("executables");
        executables.addObject().put("name", "hammer").put("file", "bin/hammer").put("neededTo", "hit nails");
        executables.addObject().put("name", "saw").put("file", "bin/saw").put("neededTo", "cut wood");
        executables
                .addObject()
                .put("name", "tongs")
                .put("file", "bin/tongs")
                .put("neededTo", "hold iron")
                .put("onlyOn", "darwin");
        ObjectNode drill = packages.addObject()
                .put("name", "drill")
                .put("version", "3.0.0")
                .put("byHand", "brew install drill")
                .put("homepage", "https://drill.example");
        download(drill, "drill-linux", drillDigest);
        drill.putArray("executables")
                .addObject()
                .put("name", "drill")
                .put("file", "drill")
                .put("neededTo", "make holes");
        return document;
    }

    private static void download(ObjectNode toolPackage, String path, String digest) {
        ObjectNode download = toolPackage
                .putObject("downloads")
                .putObject(PLATFORM.toString())
                .put("path", path);
        if (digest != null) {
            download.put("sha256", digest);
        }
    }
}
