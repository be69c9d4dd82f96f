import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code java Describe.java JARS FOLDER}: writes what the native-image builder needs to know about this JDK and about
 * itself. FOLDER/modules.args opens all packages of the JDK to it, as arguments of java; FOLDER/include has the C header
 * of each processor's features, as the builder's own types list them.
 */
final class Describe {

    private static final List<String> BUILDER = List.of(
            "ALL-UNNAMED",
            "jdk.graal.compiler",
            "org.graalvm.espresso.shared.svm",
            "org.graalvm.nativeimage.base",
            "org.graalvm.nativeimage.builder",
            "org.graalvm.nativeimage.configure",
            "org.graalvm.nativeimage.libgraal",
            "org.graalvm.nativeimage.objectfile",
            "org.graalvm.nativeimage.pointsto",
            "org.graalvm.nativeimage.shaded.capnproto",
            "org.graalvm.truffle.compiler");

    private Describe() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path folder = Path.of(arguments[1]);
        Files.write(folder.resolve("modules.args"), openings());
        try (URLClassLoader builder = new URLClassLoader(urls(arguments[0]))) {
            for (String processor : List.of("AMD64", "AArch64", "RISCV64")) {
                String name = processor.toLowerCase(Locale.ROOT);
                Class<?> features = Class.forName(
                        "com.oracle.svm.core." + name + "." + processor + "LibCHelper$CPUFeatures", false, builder);
                Files.writeString(folder.resolve("include/" + name + "cpufeatures.h"), header(features));
            }
        }
    }

    /** Of the modules that run now, which are those of the builder. */
    private static List<String> openings() {
        List<String> lines = new ArrayList<>();
        for (Module module : ModuleLayer.boot().modules()) {
            for (String name : module.getPackages()) {
                String target = module.getName() + "/" + name + "=" + String.join(",", BUILDER);
                lines.add("--add-exports=" + target);
                lines.add("--add-opens=" + target);
            }
        }
        return lines;
    }

    private static String header(Class<?> features) {
        StringBuilder text = new StringBuilder("#pragma once\ntypedef struct {\n");
        Arrays.stream(features.getDeclaredMethods())
                .map(Method::getName)
                .sorted()
                .forEach(name -> text.append("  char ").append(name).append(";\n"));
        return text.append("} CPUFeatures;\n").toString();
    }

    private static URL[] urls(String jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String jar : jars.split(File.pathSeparator)) {
            urls.add(Path.of(jar).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
