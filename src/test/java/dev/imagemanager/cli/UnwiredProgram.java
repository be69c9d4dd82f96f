package dev.imagemanager.cli;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.config.FleetTrust;
import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** The whole command line to be read, not called: its commands were given nothing of what they work with. */
public final class UnwiredProgram {

    private UnwiredProgram() {}

    public static CommandLine commandLine() {
        return new CommandLine(new ImageManagerCommand(new FleetTrust(new FakeEnvironment())), UnwiredProgram::create);
    }

    private static <T> T create(Class<T> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() > 0) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(new Object[constructor.getParameterCount()]));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
