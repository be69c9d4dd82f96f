package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The proxy variables of the environment as predefined build arguments (Dockerfile reference, "Predefined
 * ARGs"), which are not stored in the image. They are not part of a content key, since a proxy does not change the
 * downloaded content.
 */
public final class ProxyArguments {

    /** The names of the variables, in both spellings. */
    public static final List<String> NAMES = Stream.of(
                    "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
            .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
            .toList();

    private ProxyArguments() {}

    /** @param notes receives a note for each proxy that is omitted because its URL contains a password */
    static SortedMap<String, String> from(Environment environment, Consumer<Problem> notes) {
        SortedMap<String, String> arguments = new TreeMap<>();
        for (String name : NAMES) {
            environment.variable(name).filter(value -> !value.isEmpty()).ifPresent(value -> {
                if (value.matches("[^/]*//[^/]*@.*")) {
                    notes.accept(Problem.note(name + " is not passed to builds: it contains credentials, which"
                                    + " every user of this machine could read in the arguments of the build")
                            .withHint("configure the proxy of the build daemon instead"));
                } else {
                    arguments.put(name, value);
                }
            });
        }
        return arguments;
    }
}
