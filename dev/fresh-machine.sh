#!/usr/bin/env bash
# fresh-machine.sh COMMAND…: runs a command in a fresh clone of this repository, as on a machine that has
# neither Go nor the tools, and downloads them: 'dev/fresh-machine.sh make demo'. Changes that are not
# committed are in the clone, new files are not.
#
# A server on this machine stands in for the releases. It has this machine's tools, packed as their
# releases are. They are other files than the real ones, so the clone's tools.json gets their SHA-256: the
# program that is built in the clone accepts them, and no other program does. Stand-ins for what comes
# from Docker Hub are taken from this machine, when it has any.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 0)) || die "a command is missing" "For example: dev/fresh-machine.sh make demo"
tools=(crane buildctl buildkitd container-structure-test rootlesskit syft cosign)
for tool in "${tools[@]}" runc; do
  have "$tool" || die "$tool is missing" "Run dev/setup.sh first."
done

work=$(mktemp -d)
server=
clean_up() {
  [[ -z $server ]] || kill "$server"
  as_root rm -rf "$work"
}
trap clean_up EXIT
clone=$work/image-manager
catalog=$clone/src/main/resources/tools.json

git clone -q "$root_dir" "$clone"
git -C "$root_dir" diff --quiet HEAD || git -C "$root_dir" diff --binary HEAD | git -C "$clone" apply

# release_paths: those of this machine's platform, from the catalogue.
release_paths() {
  awk -F'"' -v platform="linux/$(go_architecture)" '
    $2 == platform { here = 1 }
    here && $2 == "path" { print $4; here = 0 }' "$catalog"
}

# add FOLDER COMMAND…: copies of this machine's commands.
add() {
  local folder=$1 command
  shift
  mkdir -p "$folder"
  for command in "$@"; do
    cp --dereference "$(command -v "$command")" "$folder/"
  done
}

# pack PATH: makes the release of that path, or nothing if it is one that setting up does not need.
pack() {
  local file=$work/releases/$1 content=$work/content
  rm -rf "$content"
  case $1 in
    moby/buildkit/*)
      add "$content/bin" buildctl buildkitd runc
      mv "$content/bin/runc" "$content/bin/buildkit-runc"
      ;;
    google/go-containerregistry/*) add "$content" crane ;;
    rootless-containers/rootlesskit/*) add "$content" rootlesskit ;;
    anchore/syft/*) add "$content" syft ;;
    sigstore/cosign/*) add "$content" cosign ;;
    GoogleContainerTools/container-structure-test/*) add "$content" container-structure-test ;;
    *) return ;;
  esac
  mkdir -p "$(dirname "$file")"
  if [[ $file == *.tar.gz ]]; then
    tar -C "$content" -czf "$file" .
  else
    mv "$content"/* "$file"
  fi
  sed -i "\|\"path\": \"$1\"|{n;s/[0-9a-f]\{64\}/$(sha256sum "$file" | cut -d' ' -f1)/}" "$catalog"
}

for path in $(release_paths); do
  pack "$path"
done
exec {server_output}< <(exec java "$dev_dir/FileServer.java" "$work/releases")
server=$!
read -r -t 60 -u "$server_output" address || die "the server of the releases does not start"

# The PATH without Go and the tools: in the place of a folder that has one of them, links to the rest of it.
hidden=(go "${tools[@]}")
path=
IFS=: read -r -a folders <<<"$PATH"
for folder in "${folders[@]}"; do
  for command in "${hidden[@]}"; do
    [[ -e $folder/$command ]] || continue
    links=$(mktemp -d "$work/path.XXXXXX")
    find -H "$folder" -maxdepth 1 ! -type d -exec ln -s -t "$links" {} +
    (cd "$links" && rm -f "${hidden[@]}")
    folder=$links
    break
  done
  path+=:$folder
done

mkdir "$work/cache"
for folder in "$base_image_dir" "$service_images_dir"; do
  [[ ! -d $folder ]] || ln -s "$folder" "$work/cache/"
done

cd "$clone"
PATH=${path#:} IMAGE_MANAGER_DEV_CACHE=$work/cache IMAGE_MANAGER_TOOLS_MIRROR=$address "$@"
