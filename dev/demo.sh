#!/usr/bin/env bash
# Builds image-manager, starts the services, and lets it build and test this repository's own images.
# Arguments go to 'image-manager run'. The services are stopped again, also after Ctrl-C.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$root_dir"
dev/setup.sh --demo --package
exec dev/services.sh --state .services/demo run bin/image-manager run "$@"
