#!/usr/bin/env bash
# native-image.sh: prints the folder of a native-image builder, GRAALVM_HOME, for machines that cannot download
# GraalVM. It is put together, once, from a JDK 25 of this machine, the parts of GraalVM that are published as
# libraries, and dev/native-image. The executables are those of GraalVM but for one thing: they load the JDK's
# own libraries from a folder beside them. For tests and measuring on this machine; never for a release.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

parts=$dev_dir/native-image

[[ $(uname -sm) == 'Linux x86_64' ]] || die "this machine is no Linux on amd64" "Download GraalVM for JDK 25, and set GRAALVM_HOME."
for tool in gcc ld mvn python3; do
  have "$tool" || die "$tool is missing" "Install it with your package manager."
done
printf '#include <zlib.h>\n' | gcc -E - >/dev/null 2>&1 || die "zlib.h is missing" "Install zlib's development package: zlib1g-dev on Debian."

# The first JDK 25 among JAVA_HOME, JAVA25_HOME and where packages put it.
jdk=
for candidate in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [[ -x $candidate/bin/javac ]] && grep -q '^JAVA_VERSION="25' "$candidate/release" 2>/dev/null; then
    jdk=$(cd "$candidate" && pwd -P)
    break
  fi
done
[[ -n $jdk ]] || die "there is no JDK 25" "Install one, and name it in JAVA25_HOME."

# A change of any part is another builder.
fingerprint=$(
  cd "$dev_dir"
  {
    find native-image native-image.sh -type f -print0 | sort -z | xargs -0 sha256sum
    cat "$jdk/release"
  } | sha256sum | cut -c1-12
)
home=$cache_dir/native-image-$GRAALVM_VERSION-$fingerprint
if [[ -x $home/bin/native-image ]]; then
  printf '%s\n' "$home"
  exit
fi

say "native-image $GRAALVM_VERSION: putting it together"
mkdir -p "$cache_dir"
work=$(mktemp -d "$cache_dir/native-image.XXXXXX")
trap 'rm -rf "$work"' EXIT

cp -r "$jdk/." "$work"
chmod -R u+w "$work"
svm=$work/lib/svm
native=$svm/clibraries/linux-amd64
mkdir -p "$svm/builder/lib" "$svm/jdk" "$native/include" "$work/lib/static/linux-amd64/glibc"

mvn -B -q -f "$parts/pom.xml" -Dgraalvm.version="$GRAALVM_VERSION" \
  dependency:copy-dependencies -DoutputDirectory="$svm/builder" >&2
mv "$svm/builder/compiler-$GRAALVM_VERSION.jar" "$svm/compiler.jar"

cp "$parts"/include/* "$native/include"
"$work/bin/java" -XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI --add-modules=ALL-DEFAULT,jdk.internal.vm.ci \
  "$parts/Describe.java" "$(printf '%s:' "$svm"/builder/*.jar)$svm/compiler.jar" "$native"
mv "$native/modules.args" "$svm"

compile() {
  gcc -O2 -fPIC -Wall -Werror -I"$native/include" -I"$work/include" -I"$work/include/linux" "$@"
}

# The paths below are those that hold after the move at the end.
archive() {
  printf 'INPUT(%s)\n' "$2" >"$1"
}

compile -shared -o "$svm/builder/lib/libreporterchelper.so" "$parts/progress.c"

compile -shared -o "$svm/jdk/libchelper.so" -Wl,-soname,libchelper.so "$parts/helper.c"
archive "$native/liblibchelper.a" "$home/lib/svm/jdk/libchelper.so"
ar rcs "$native/libsvm_container.a"

# GraalVM links the JDK's libraries into the executable. No JDK has them in that form, so it loads them.
for library in java net nio zip extnet jimage management management_ext prefs verify; do
  cp "$work/lib/lib$library.so" "$svm/jdk"
  archive "$work/lib/static/linux-amd64/glibc/lib$library.a" "$home/lib/svm/jdk/lib$library.so"
done

# They ask the JVM; what nobody calls ends the program with its name.
compile -c -o "$svm/jvm.o" "$parts/jvm.c"
{
  printf '#include <stdio.h>\n#include <stdlib.h>\n'
  comm -23 \
    <(nm -D --undefined-only "$svm"/jdk/*.so | grep -oE '\bJ(VM|NI)_[A-Za-z0-9_]+' | sort -u) \
    <(nm --defined-only "$svm/jvm.o" | awk '{ print $3 }' | sort) \
    | sed 's/.*/void &(void) { fputs("&: no JVM\\n", stderr); abort(); }/'
} >"$svm/absent.c"
compile -c -o "$svm/absent.o" "$svm/absent.c"
printf 'SUNWprivate_1.1 { global: *; };\n' >"$svm/symbols"
gcc -shared -o "$svm/jdk/libjvm.so" -Wl,-soname,libjvm.so -Wl,--version-script,"$svm/symbols" "$svm/jvm.o" "$svm/absent.o"
ar rcs "$native/libjvm.a" "$svm/jvm.o"

sed "s/@VERSION@/$GRAALVM_VERSION/" "$parts/driver.py" >"$work/bin/native-image"
chmod 755 "$work/bin/native-image"

# Another run may have been faster.
mv -T "$work" "$home" 2>/dev/null || [[ -x $home/bin/native-image ]]
printf '%s\n' "$home"
