#!/usr/bin/env bash
# test-times.sh COMMAND…: runs a command, which runs the integration tests, and then prints what each of their
# classes took, slowest first, whether they passed or not. Its exit code is kept.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 0)) || die "a command is missing" "For example: dev/test-times.sh mvn verify"

# Reports of runs before this one stay in target/.
start=$(mktemp)
trap 'rm -f "$start"' EXIT

# reports: seconds, tests and class, from the first element of each report.
reports() {
  find "$root_dir/target/failsafe-reports" -name 'TEST-*.xml' -newer "$start" -exec awk '
    function attribute(name) {
      return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    /<testsuite / {
      seconds = attribute("time")
      class = attribute("name")
      gsub(",", "", seconds)
      sub(/.*\./, "", class)
      print seconds, attribute("tests"), class
      nextfile
    }' {} +
}

code=0
"$@" || code=$?
if [[ -d $root_dir/target/failsafe-reports ]]; then
  reports | sort -rn | awk '
    NR == 1 { print "What the integration tests took:"; printf "%8s %6s  %s\n", "SECONDS", "TESTS", "CLASS" }
    { printf "%8.1f %6d  %s\n", $1, $2, $3; seconds += $1; tests += $2 }
    END { if (NR) printf "%8.1f %6d  %d classes, three at once\n", seconds, tests, NR }' >&2
fi
exit "$code"
