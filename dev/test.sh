#!/usr/bin/env bash
# All tests, unit and integration, against real services that are stopped again whatever happens.
# Arguments go to Maven; its exit code is kept. What each integration test class took is printed at the end.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$root_dir"
dev/setup.sh
# Without this, integration tests skip themselves where a tool is missing; here that is a failure.
export IMAGE_MANAGER_IT_REQUIRED=true
exec dev/services.sh --state .services/test run dev/test-times.sh mvn -B -ntp verify "$@"
