package dev.imagemanager.dockerfile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a stage while its instructions are executed. Those that only a base image sets are not known.
 *
 * <p>Rules: Dockerfile reference, "Environment replacement" and "Using ARG variables"; {@code dispatchArg} and {@code
 * dispatchEnv} of BuildKit's {@code dockerfile2llb}.
 */
final class StageVariables {

    private final char escape;
    private final BuildArguments arguments;
    private final GlobalVariables globals;
    private final Map<String, String> values;

    /** Creates those of a stage on an image. */
    StageVariables(char escape, BuildArguments arguments, GlobalVariables globals) {
        this(escape, arguments, globals, new HashMap<>());
    }

    /** Creates those of a stage on a stage. */
    StageVariables(StageVariables base) {
        this(base.escape, base.arguments, base.globals, new HashMap<>(base.values));
    }

    private StageVariables(char escape, BuildArguments arguments, GlobalVariables globals, Map<String, String> values) {
        this.escape = escape;
        this.arguments = arguments;
        this.globals = globals;
        this.values = values;
    }

    /** A text does not have a known value. The message is a clause. */
    private static final class UnknownValueException extends Exception {
        UnknownValueException(String reason) {
            super(reason);
        }
    }

    /** @param sources receives what the instruction downloads */
    void apply(Instruction instruction, boolean isTriggered, List<RemoteSource> sources) {
        if (instruction instanceof Instruction.Arg arg) {
            arg.variables().forEach(this::declare);
        } else if (instruction instanceof Instruction.Env env) {
            set(env);
        } else if (instruction instanceof Instruction.Add add && !hasChecksum(add)) {
            add.sources().forEach(source -> source(source.text(), add.lines().first(), isTriggered)
                    .ifPresent(sources::add));
        }
    }

    /** Without a value, a variable keeps the one that it has. */
    private void declare(Instruction.Arg.Variable variable) {
        String name = variable.name();
        if (arguments.values().containsKey(name)) {
            values.put(name, arguments.values().get(name));
        } else if (variable.defaultValue().isPresent()) {
            put(values, name, variable.defaultValue().get());
        } else {
            globals.value(name).ifPresent(value -> values.put(name, value));
        }
    }

    /** The variables of one instruction do not use each other. */
    private void set(Instruction.Env env) {
        Map<String, String> added = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        for (Instruction.Env.Variable variable : env.variables()) {
            try {
                String name = expand(variable.name());
                unknown.remove(name);
                put(added, name, variable.value());
                if (!added.containsKey(name)) {
                    unknown.add(name);
                }
            } catch (UnknownValueException anyVariable) {
                unknown.addAll(values.keySet());
                added.clear();
            }
        }
        values.keySet().removeAll(unknown);
        values.putAll(added);
    }

    /** Removes the variable if its value is not known. */
    private void put(Map<String, String> variables, String name, String text) {
        try {
            variables.put(name, expand(text));
        } catch (UnknownValueException unknown) {
            variables.remove(name);
        }
    }

    private boolean hasChecksum(Instruction.Add add) {
        return add.checksum()
                .filter(word -> {
                    try {
                        return !expand(word.text()).isEmpty();
                    } catch (UnknownValueException unknown) {
                        return !word.text().startsWith("$");
                    }
                })
                .isPresent();
    }

    private Optional<RemoteSource> source(String text, int line, boolean isTriggered) {
        try {
            return RemoteSourceReader.read(expand(text), line, isTriggered);
        } catch (UnknownValueException unknown) {
            int variable = text.indexOf('$');
            return variable < 0 || RemoteSourceReader.mayBeginRemote(text.substring(0, variable))
                    ? Optional.of(new RemoteSource.Undetermined(unknown.getMessage(), line, isTriggered))
                    : Optional.empty();
        }
    }

    private String expand(String text) throws UnknownValueException {
        ShellLexer.Expansion expansion;
        try {
            expansion = ShellLexer.expand(text, escape, values);
        } catch (ShellSyntaxException malformed) {
            throw new UnknownValueException("its source cannot be expanded: " + malformed.getMessage());
        }
        Optional<String> unknown = expansion.named().stream()
                .filter(name -> !values.containsKey(name))
                .findFirst();
        if (unknown.isPresent()) {
            throw new UnknownValueException("the Dockerfile gives $" + unknown.get() + " no value");
        }
        return expansion.text();
    }
}
