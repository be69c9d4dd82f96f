# fish completion for image-manager, made by 'image-manager completion fish'.

# Whether the command that is being typed is the one given, word by word.
function __image_manager_at
    set -l commands 'validate' 'generate' 'list' 'graph' 'diff' 'build' 'test' 'plan' 'explain' 'run' 'verify' 'services' 'services up' 'services down' 'services status' 'services logs' 'cache' 'cache stats' 'cache prune' 'tools' 'tools list' 'tools install' 'doctor' 'clean' 'completion'
    set -l valued -C --directory -o --output --changed-since -j --jobs --timeout --trace --progress --junit --code-quality --platform --plan --key --older-than --keep-bytes
    set -l command
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if contains -- $word $valued
            set skip 1
        else if contains -- (string join -- ' ' $command $word) $commands
            set -a command $word
        end
    end
    test "$command" = "$argv"
end

# The names that only the program knows, of the fleet that the command line names.
function __image_manager_names
    set -l words (commandline -opc)
    set -l fleet
    for index in (seq (count $words))
        switch $words[$index]
            case -C --directory
                if test $index -lt (count $words)
                    set fleet -C $words[(math $index + 1)]
                end
            case '--directory=*'
                set fleet -C (string replace -- --directory= '' $words[$index])
        end
    end
    $words[1] $fleet complete $argv 2>/dev/null
end

complete -c image-manager -f

complete -c image-manager -n '__image_manager_at' -a validate -d 'Check all definitions and templates; show every problem at once'
complete -c image-manager -n '__image_manager_at' -a generate -d 'Write Dockerfiles and test files to \'dist\', and remove those of targets that no longer exist'
complete -c image-manager -n '__image_manager_at' -a list -d 'Show the targets in build order, with their aliases and bases'
complete -c image-manager -n '__image_manager_at' -a graph -d 'Show the dependencies between targets'
complete -c image-manager -n '__image_manager_at' -a diff -d 'Compare the fleet at a revision of git with the working tree, or with another revision'
complete -c image-manager -n '__image_manager_at' -a build -d 'Build targets and what they build on, in the order of their dependencies; push them to the build registry'
complete -c image-manager -n '__image_manager_at' -a test -d 'Test built targets with container-structure-test in a Docker daemon'
complete -c image-manager -n '__image_manager_at' -a plan -d 'Show what \'run\' would build and test, and why, and what is up to date'
complete -c image-manager -n '__image_manager_at' -a explain -d 'Show why \'run\' would build and test a target or not: what changed since its last build and test, and what that follows from'
complete -c image-manager -n '__image_manager_at' -a run -d 'Generate, build and test targets, each as soon as its parents are built and tested'
complete -c image-manager -n '__image_manager_at' -a verify -d 'Verify images in registries: who signed them, of which commit they are, which packages they have, and which tests they passed'
complete -c image-manager -n '__image_manager_at' -a services -d 'Show, start and stop the services that builds and tests need: registry, garage, buildkitd and dind'
complete -c image-manager -n '__image_manager_at' -a cache -d 'Show and prune the layer cache that builds share'
complete -c image-manager -n '__image_manager_at' -a tools -d 'Show and install the programs that image-manager calls'
complete -c image-manager -n '__image_manager_at' -a doctor -d 'Check this machine for everything that builds and tests need, and show how to solve problems'
complete -c image-manager -n '__image_manager_at' -a clean -d 'Remove the results of builds and tests from \'dist\': archives, logs, records and reports'
complete -c image-manager -n '__image_manager_at' -a completion -d 'Print a completion script for a shell'
complete -c image-manager -n '__image_manager_at' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'
complete -c image-manager -n '__image_manager_at' -s h -l help -d 'Show this help message and exit'
complete -c image-manager -n '__image_manager_at' -s V -l version -d 'Print version information and exit'

complete -c image-manager -n '__image_manager_at validate' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at validate' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at validate' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at validate' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at validate' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at generate' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at generate' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at generate' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at generate' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at generate' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at generate' -l check -d 'Write nothing; exit with 1 when \'dist\' is not up to date'
complete -c image-manager -n '__image_manager_at generate' -l diff -d 'Write nothing; show what would change as a unified diff'
complete -c image-manager -n '__image_manager_at generate' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at generate' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at generate' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at list' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at list' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at list' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at list' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at list' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at list' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at list' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at list' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at graph' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at graph' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at graph' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at graph' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at graph' -s o -l output -x -a 'text dot mermaid json' -d 'text, dot (Graphviz), mermaid or json'
complete -c image-manager -n '__image_manager_at graph' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at graph' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at graph' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at diff' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at diff' -s o -l output -x -a 'text json markdown' -d 'text, json or markdown, for a comment on a pull request'
complete -c image-manager -n '__image_manager_at diff' -l diff -d 'Also show how generated files differ, as a unified diff'
complete -c image-manager -n '__image_manager_at diff' -l exit-code -d 'Exit with 1 when there are differences'
complete -c image-manager -n '__image_manager_at diff' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at diff' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at diff' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at build' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at build' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at build' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at build' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at build' -l changed-since -x -d 'Only targets that differ from those of a revision of git, and what builds on them'
complete -c image-manager -n '__image_manager_at build' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at build' -s j -l jobs -x -d 'The number of targets to process at once; with several builders, that each of them builds at once'
complete -c image-manager -n '__image_manager_at build' -l fail-fast -d 'Do not start anything else after the first failure'
complete -c image-manager -n '__image_manager_at build' -s q -l quiet -d 'Show the output of builds and tests only if they fail: --progress quiet'
complete -c image-manager -n '__image_manager_at build' -l timeout -x -d 'The time for each build and the tests of each image, instead of those in the definitions: numbers and w, d, h, m or s, such as 10m or 1h30m'
complete -c image-manager -n '__image_manager_at build' -l failed -d 'Only targets that failed, or were left out for it, when they were processed last'
complete -c image-manager -n '__image_manager_at build' -l trace -r -F -d 'Write what was done when to this file, in the format of Chrome\'s tracing (Perfetto)'
complete -c image-manager -n '__image_manager_at build' -l progress -x -a 'auto live plain json quiet' -d 'How progress is shown, on standard error'
complete -c image-manager -n '__image_manager_at build' -l junit -r -F -d 'Write all builds and tests to a report in JUnit\'s format'
complete -c image-manager -n '__image_manager_at build' -l code-quality -r -F -d 'Write errors and warnings with their files and lines to a Code Quality report, for GitLab'
complete -c image-manager -n '__image_manager_at build' -l no-cache -d 'Run every step again, even those in the builder\'s cache'
complete -c image-manager -n '__image_manager_at build' -l force -d 'Build targets that are up to date too'
complete -c image-manager -n '__image_manager_at build' -l platform -x -d 'Build for these platforms instead of those in the definitions'
complete -c image-manager -n '__image_manager_at build' -l plan -r -F -d 'Build only if this plan still holds, which \'plan --output json\' wrote'
complete -c image-manager -n '__image_manager_at build' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at build' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at build' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at test' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at test' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at test' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at test' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at test' -l changed-since -x -d 'Only targets that differ from those of a revision of git, and what builds on them'
complete -c image-manager -n '__image_manager_at test' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at test' -s j -l jobs -x -d 'The number of targets to process at once; with several builders, that each of them builds at once'
complete -c image-manager -n '__image_manager_at test' -l fail-fast -d 'Do not start anything else after the first failure'
complete -c image-manager -n '__image_manager_at test' -s q -l quiet -d 'Show the output of builds and tests only if they fail: --progress quiet'
complete -c image-manager -n '__image_manager_at test' -l timeout -x -d 'The time for each build and the tests of each image, instead of those in the definitions: numbers and w, d, h, m or s, such as 10m or 1h30m'
complete -c image-manager -n '__image_manager_at test' -l failed -d 'Only targets that failed, or were left out for it, when they were processed last'
complete -c image-manager -n '__image_manager_at test' -l trace -r -F -d 'Write what was done when to this file, in the format of Chrome\'s tracing (Perfetto)'
complete -c image-manager -n '__image_manager_at test' -l progress -x -a 'auto live plain json quiet' -d 'How progress is shown, on standard error'
complete -c image-manager -n '__image_manager_at test' -l junit -r -F -d 'Write all builds and tests to a report in JUnit\'s format'
complete -c image-manager -n '__image_manager_at test' -l code-quality -r -F -d 'Write errors and warnings with their files and lines to a Code Quality report, for GitLab'
complete -c image-manager -n '__image_manager_at test' -l retest -d 'Test targets whose tests have passed already too'
complete -c image-manager -n '__image_manager_at test' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at test' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at test' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at plan' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at plan' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at plan' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at plan' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at plan' -l changed-since -x -d 'Only targets that differ from those of a revision of git, and what builds on them'
complete -c image-manager -n '__image_manager_at plan' -l no-cache -d 'Run every step again, even those in the builder\'s cache'
complete -c image-manager -n '__image_manager_at plan' -l force -d 'Build targets that are up to date too'
complete -c image-manager -n '__image_manager_at plan' -l platform -x -d 'Build for these platforms instead of those in the definitions'
complete -c image-manager -n '__image_manager_at plan' -l retest -d 'Test targets whose tests have passed already too'
complete -c image-manager -n '__image_manager_at plan' -s o -l output -x -a 'text json markdown' -d 'text, json or markdown, for a comment on a pull request'
complete -c image-manager -n '__image_manager_at plan' -l exit-code -d 'Exit with 1 when something is to do'
complete -c image-manager -n '__image_manager_at plan' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at plan' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at plan' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at explain' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at explain' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at explain' -l all -d 'Show the inputs that did not change too'
complete -c image-manager -n '__image_manager_at explain' -l no-cache -d 'Run every step again, even those in the builder\'s cache'
complete -c image-manager -n '__image_manager_at explain' -l force -d 'Build targets that are up to date too'
complete -c image-manager -n '__image_manager_at explain' -l platform -x -d 'Build for these platforms instead of those in the definitions'
complete -c image-manager -n '__image_manager_at explain' -l retest -d 'Test targets whose tests have passed already too'
complete -c image-manager -n '__image_manager_at explain' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at explain' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at explain' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at explain' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at run' -a '(__image_manager_names targets)'
complete -c image-manager -n '__image_manager_at run' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at run' -l with-parents -d 'Also the targets that these build on'
complete -c image-manager -n '__image_manager_at run' -l with-children -d 'Also the targets that build on these'
complete -c image-manager -n '__image_manager_at run' -l changed-since -x -d 'Only targets that differ from those of a revision of git, and what builds on them'
complete -c image-manager -n '__image_manager_at run' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at run' -s j -l jobs -x -d 'The number of targets to process at once; with several builders, that each of them builds at once'
complete -c image-manager -n '__image_manager_at run' -l fail-fast -d 'Do not start anything else after the first failure'
complete -c image-manager -n '__image_manager_at run' -s q -l quiet -d 'Show the output of builds and tests only if they fail: --progress quiet'
complete -c image-manager -n '__image_manager_at run' -l timeout -x -d 'The time for each build and the tests of each image, instead of those in the definitions: numbers and w, d, h, m or s, such as 10m or 1h30m'
complete -c image-manager -n '__image_manager_at run' -l failed -d 'Only targets that failed, or were left out for it, when they were processed last'
complete -c image-manager -n '__image_manager_at run' -l trace -r -F -d 'Write what was done when to this file, in the format of Chrome\'s tracing (Perfetto)'
complete -c image-manager -n '__image_manager_at run' -l progress -x -a 'auto live plain json quiet' -d 'How progress is shown, on standard error'
complete -c image-manager -n '__image_manager_at run' -l junit -r -F -d 'Write all builds and tests to a report in JUnit\'s format'
complete -c image-manager -n '__image_manager_at run' -l code-quality -r -F -d 'Write errors and warnings with their files and lines to a Code Quality report, for GitLab'
complete -c image-manager -n '__image_manager_at run' -l no-cache -d 'Run every step again, even those in the builder\'s cache'
complete -c image-manager -n '__image_manager_at run' -l force -d 'Build targets that are up to date too'
complete -c image-manager -n '__image_manager_at run' -l platform -x -d 'Build for these platforms instead of those in the definitions'
complete -c image-manager -n '__image_manager_at run' -l retest -d 'Test targets whose tests have passed already too'
complete -c image-manager -n '__image_manager_at run' -l keep-going -d 'Build what builds on a target whose test failed, too'
complete -c image-manager -n '__image_manager_at run' -l plan -r -F -d 'Build and test only if this plan still holds, which \'plan --output json\' wrote'
complete -c image-manager -n '__image_manager_at run' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at run' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at run' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at verify' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at verify' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at verify' -l key -x -d 'The public key that must have signed: a file, env://VARIABLE, or a key in a key management system'
complete -c image-manager -n '__image_manager_at verify' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at verify' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at verify' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at services' -a up -d 'Start the services that are not running yet, and show their status'
complete -c image-manager -n '__image_manager_at services' -a down -d 'Stop the services that image-manager started for this fleet'
complete -c image-manager -n '__image_manager_at services' -a status -d 'Show the services, how they are run, and their addresses'
complete -c image-manager -n '__image_manager_at services' -a logs -d 'Show the log of a service that image-manager started'
complete -c image-manager -n '__image_manager_at services' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at services' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at services' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at services' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at services up' -a 'registry garage buildkitd dind'
complete -c image-manager -n '__image_manager_at services up' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at services up' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at services up' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at services up' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at services up' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at services down' -a 'registry garage buildkitd dind'
complete -c image-manager -n '__image_manager_at services down' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at services down' -l volumes -d 'Also remove their data: images, caches, keys and logs'
complete -c image-manager -n '__image_manager_at services down' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at services down' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at services down' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at services status' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at services status' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at services status' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at services status' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at services status' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at services logs' -a 'registry garage buildkitd dind'
complete -c image-manager -n '__image_manager_at services logs' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at services logs' -s f -l follow -d 'Continue with new output until Ctrl-C'
complete -c image-manager -n '__image_manager_at services logs' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at services logs' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at services logs' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at cache' -a stats -d 'Show the contents of the layer cache, by image'
complete -c image-manager -n '__image_manager_at cache' -a prune -d 'Remove the oldest targets from the layer cache, and the layers that are then unused'
complete -c image-manager -n '__image_manager_at cache' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at cache' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at cache' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at cache' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at cache stats' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at cache stats' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at cache stats' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at cache stats' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at cache stats' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at cache prune' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at cache prune' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at cache prune' -l older-than -x -d 'Remove targets that were built longer ago: numbers and w, d, h, m or s, such as 7d'
complete -c image-manager -n '__image_manager_at cache prune' -l keep-bytes -x -d 'Remove the oldest targets until the rest fits: a number and kB, MB, GB or TB, such as 5GB'
complete -c image-manager -n '__image_manager_at cache prune' -l dry-run -d 'Remove nothing; show what would be removed'
complete -c image-manager -n '__image_manager_at cache prune' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at cache prune' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at cache prune' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at tools' -a list -d 'Show each tool: its path, its version, and the pinned version'
complete -c image-manager -n '__image_manager_at tools' -a install -d 'Download the pinned versions of tools, verify them and install them in the user\'s cache'
complete -c image-manager -n '__image_manager_at tools' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at tools' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at tools' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at tools' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at tools list' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at tools list' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at tools list' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at tools list' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at tools list' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at tools install' -a '(__image_manager_names tools)'
complete -c image-manager -n '__image_manager_at tools install' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at tools install' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at tools install' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at tools install' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at doctor' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at doctor' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at doctor' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at doctor' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at doctor' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at clean' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at clean' -s o -l output -x -a 'text json' -d 'text or json'
complete -c image-manager -n '__image_manager_at clean' -l all -d 'Remove Dockerfiles, test files and \'fleet.json\' too'
complete -c image-manager -n '__image_manager_at clean' -l dry-run -d 'Remove nothing; show what would be removed'
complete -c image-manager -n '__image_manager_at clean' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at clean' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at clean' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'

complete -c image-manager -n '__image_manager_at completion' -a 'bash zsh fish'
complete -c image-manager -n '__image_manager_at completion' -s h -l help -d 'Show this help'
complete -c image-manager -n '__image_manager_at completion' -s C -l directory -x -a '(__fish_complete_directories)' -d 'The fleet\'s directory, which contains \'images\''
complete -c image-manager -n '__image_manager_at completion' -l stacktrace -d 'Show the stack trace of an error'
complete -c image-manager -n '__image_manager_at completion' -l untrusted -d 'The fleet\'s authors are not trusted: it gets no environment variables, secrets and SSH agents, and does not select servers'
