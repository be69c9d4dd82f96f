package dev.imagemanager.cli;

import dev.imagemanager.pipeline.generate.GeneratedFleet;

/** Numbers in sentences. */
final class Counts {

    private Counts() {}

    static String of(GeneratedFleet generated) {
        return of(generated.fleet().images().size(), "image") + ", "
                + of(generated.fleet().targets().size(), "target");
    }

    static String of(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
