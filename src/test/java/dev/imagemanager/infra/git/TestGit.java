package dev.imagemanager.infra.git;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.ToolCache;
import dev.imagemanager.infra.tool.ToolCatalog;

/** The program git of this machine. */
public final class TestGit {

    private TestGit() {}

    public static GitProgram program() {
        FakeEnvironment environment = new FakeEnvironment().with("PATH", System.getenv("PATH"));
        return new GitProgram(
                new ProcessRunner(), new Executables(environment, new ToolCache(environment, new ToolCatalog())));
    }
}
