#!/usr/bin/env python3
"""native-image: starts the builder with the arguments that Quarkus gives it, and those of the libraries on its class
path. Knows the options that this project's builds use and refuses any other."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
import zipfile

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VERSION = "@VERSION@"

# Options of the command line and what the builder calls them.
RENAMED = {
    "--features": "Features",
    "--enable-url-protocols": "EnableURLProtocols",
    "--enable-native-access": "EnableNativeAccess",
    "-march": "MicroArchitecture",
}
INITIALIZATION = {
    "--initialize-at-run-time": "run_time",
    "--initialize-at-build-time": "build_time",
}
FIXED = {
    "-Os": "-H:Optimize@user+api=s",
    "--no-fallback": "-H:FallbackThreshold@user+api=0",
    "--link-at-build-time": "-H:LinkAtBuildTime@user+api=",
    "--static-nolibc": "-H:+StaticExecutableWithDynamicLibC@user+api",
}
# Files under META-INF/native-image of a jar.
REGISTRATIONS = {
    "reachability-metadata.json": "ReachabilityMetadataResources",
    "jni-config.json": "JNIConfigurationResources",
    "proxy-config.json": "DynamicProxyConfigurationResources",
    "reflect-config.json": "ReflectionConfigurationResources",
    "resource-config.json": "ResourceConfigurationResources",
    "serialization-config.json": "SerializationConfigurationResources",
}

JAVA = [
    "-XX:+UseParallelGC",
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:+EnableJVMCI",
    "-XX:-UseJVMCICompiler",
    "-XX:MaxRAMPercentage=60",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xss10m",
    "-Xshare:off",
    "-Dgraalvm.ForcePolyglotInvalid=true",
    "-Dgraalvm.locatorDisabled=true",
    "-Dtruffle.TrustAllTruffleRuntimeProviders=true",
    "-Dtruffle.TruffleRuntime=com.oracle.truffle.api.impl.DefaultTruffleRuntime",
    "-Dsubstratevm.HostLibC=glibc",
    "-Dsubstratevm.IgnoreGraalVersionCheck=true",
    "-Dcom.oracle.graalvm.isaot=true",
    "-Dorg.graalvm.nativeimage.imagecode=buildtime",
    f"-Dorg.graalvm.version={VERSION}",
    f"-Dorg.graalvm.vendorversion=assembled GraalVM CE {VERSION}",
    "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
    "-Djava.awt.headless=true",
    "-Djava.lang.invoke.InnerClassLambdaMetafactory.initializeLambdas=false",
    "-Djava.lang.invoke.MethodHandle.DONT_INLINE_THRESHOLD=-1",
    "-Djava.lang.invoke.MethodHandle.PROFILE_GWT=false",
    "-Djdk.internal.lambda.disableEagerInitialization=true",
    "-Djdk.internal.lambda.eagerlyInitialize=false",
    "-Duser.country=US",
    "-Duser.language=en",
    "--add-modules=ALL-DEFAULT",
    "--enable-native-access=ALL-UNNAMED,org.graalvm.nativeimage.builder,org.graalvm.nativeimage.objectfile",
]


def option(argument, origin):
    """The builder's form of one argument; ORIGIN is for its messages."""
    if argument in FIXED:
        return FIXED[argument]
    name, _, value = argument.partition("=")
    if name in RENAMED:
        return f"-H:{RENAMED[name]}@{origin}+api={value}"
    if name in INITIALIZATION:
        classes = ",".join(f"{each}:{INITIALIZATION[name]}" for each in value.split(","))
        return f"-H:ClassInitialization@{origin}+api={classes}"
    hosted = re.fullmatch(r"-H:([^=@]+)=(.*)", argument)
    if hosted:
        return f"-H:{hosted[1]}@{origin}={hosted[2]}"
    if argument.startswith("-H:"):
        return f"{argument}@{origin}"
    if argument.startswith("-R:"):
        return argument
    sys.exit(f"native-image: this stand-in does not know the option {argument}; see dev/native-image")


def manifest(jar):
    with zipfile.ZipFile(jar) as archive:
        text = archive.read("META-INF/MANIFEST.MF").decode().replace("\r\n", "\n").replace("\n ", "")
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def registrations(jar):
    """What a library says about itself."""
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if not name.startswith("META-INF/native-image/"):
                continue
            origin = f"jar:file://{jar}!/{name}"
            file = name.rsplit("/", 1)[1]
            if file in REGISTRATIONS:
                yield f"-H:{REGISTRATIONS[file]}@{origin}+api={name}"
            elif file == "native-image.properties":
                # ${.} stands for the folder of the file (GraalVM reference manual, "Native Image Build Configuration").
                text = archive.read(name).decode().replace("\\\n", "").replace("${.}", os.path.dirname(name))
                for arguments in re.findall(r"^\s*Args\s*=(.*)$", text, re.MULTILINE):
                    yield from (option(each, origin) for each in arguments.split())


def main(arguments):
    if arguments == ["--version"]:
        # In the form that Quarkus parses.
        print(f"native-image {VERSION} 2026-01-20")
        print(f"GraalVM Runtime Environment GraalVM CE {VERSION}+10.1 (build {VERSION}+10-jvmci-b01)")
        print(f"Substrate VM GraalVM CE {VERSION}+10.1 (build {VERSION}+10, serial gc)")
        return 0
    java, builder, name, jar = [], [], None, None
    variables = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "-jar":
            jar = os.path.abspath(next(rest))
        elif argument.startswith("-J"):
            java.append(argument[2:])
        elif argument.startswith("-E"):
            variable, _, value = argument[2:].partition("=")
            variables[variable] = value
        elif argument.startswith("-"):
            builder.append(option(argument, "user"))
        else:
            name = argument
    if not jar or not name:
        sys.exit("native-image: this stand-in is called with '-jar FILE NAME'")
    attributes = manifest(jar)
    builder.append(f"-H:Class@user+api={attributes['Main-Class']}")
    builder += [f"-H:AddOpens@user+api={each}=ALL-UNNAMED" for each in attributes.get("Add-Opens", "").split()]
    class_path = [jar] + [
        os.path.join(os.path.dirname(jar), each) for each in attributes.get("Class-Path", "").split()
    ]
    for each in filter(os.path.isfile, class_path):
        builder += registrations(each)
    # Beside the executable, where whoever may run it can read them: Quarkus moves it to the folder above.
    folder = os.path.basename(os.getcwd())
    shutil.copytree(f"{HOME}/lib/svm/jdk", "jdk-libraries", dirs_exist_ok=True)
    builder += [
        f"-H:NativeLinkerOption@user+api={each}"
        for each in (
            f"-Wl,-rpath,$ORIGIN/jdk-libraries:$ORIGIN/{folder}/jdk-libraries",
            "-Wl,--disable-new-dtags",
        )
    ]

    with tempfile.TemporaryDirectory() as scratch:
        image = [
            "-imagecp",
            ":".join(class_path),
            f"-H:CLibraryPath={HOME}/lib/svm/clibraries/linux-amd64",
            f"-H:Path@driver={os.getcwd()}",
            f"-H:Name@user+api={name}",
            *builder,
            f"-H:ImageBuildID@driver={uuid.uuid4()}",
        ]
        with open(f"{scratch}/image.args", "w", encoding="utf-8") as file:
            file.write("\0".join(image))
        jars = glob.glob(f"{HOME}/lib/svm/builder/*.jar")
        command = [
            f"{HOME}/bin/java",
            f"@{HOME}/lib/svm/modules.args",
            *JAVA,
            *java,
            "--module-path",
            ":".join(jars),
            "--upgrade-module-path",
            f"{HOME}/lib/svm/compiler.jar",
            "--module",
            "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner",
            "-keepalive",
            f"/proc/{os.getpid()}/comm",
            f"--image-args-file={scratch}/image.args",
        ]
        environment = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
        environment |= {
            "USE_NATIVE_IMAGE_JAVA_PLATFORM_MODULE_SYSTEM": "true",
            "DRIVER_TEMP_DIR_ENV_VARIABLE": scratch,
            # The JDK is not the one that GraalVM is released with.
            "JVMCI_VERSION_CHECK": "ignore",
            **variables,
        }
        return subprocess.run(command, env=environment, check=False).returncode


sys.exit(main(sys.argv[1:]))
