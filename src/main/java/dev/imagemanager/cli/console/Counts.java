package dev.imagemanager.cli.console;

import dev.imagemanager.pipeline.generate.GeneratedFleet;

/** Formats numbers with nouns. */
public final class Counts {

    private Counts() {}

    public static String of(GeneratedFleet generated) {
        return of(generated.fleet().images().size(), "image") + ", "
                + of(generated.fleet().targets().size(), "target");
    }

    public static String of(int number, String noun) {
        return of(number, noun, noun + "s");
    }

    public static String of(int number, String noun, String plural) {
        return number + " " + (number == 1 ? noun : plural);
    }
}
