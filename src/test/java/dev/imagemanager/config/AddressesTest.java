package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @TempDir
    Path directory;

    private List<Problem> problems(String settings) {
        return TestFleet.small(directory)
                .withVariable("IMAGE_MANAGER_ALLOW", "builders")
                .with(".image-manager.yml", settings)
                .problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cache: {endpoint: 's3 example'} | 1:19 | it has no scheme",
                "cache: {endpoint: 'https://'} | 1:19 | it has no host",
                "cache: {endpoint: 'https:///path'} | 1:19 | it has no host",
                "cache: {endpoint: 'https://:9000'} | 1:19 | it has no host",
                "cache: {endpoint: 'https://a b'} | 1:19 | it has a space",
                "cache: {endpoint: 'ftp://s3.example'} | 1:19 | it has a scheme that is not known here",
                "cache: {endpoint: 'https://user@s3.example'} | 1:19 | it has an account, which belongs into keys of its own",
                "cache: {endpoint: 'https://me:hunter2@s3.example'} | 1:19 | it has an account, which belongs into keys of its own",
                "cache: {endpoint: 'https://s3.example:99999'} | 1:19 | it has a port that is not a number from 1 to 65535",
                "cache: {endpoint: 'https://s3.example:0'} | 1:19 | it has a port that is not a number from 1 to 65535",
                "cache: {endpoint: 'https://s3.example:x'} | 1:19 | it has a port that is not a number from 1 to 65535",
                "cache: {endpoint: 'https://s3.example?a=b'} | 1:19 | it has a '?' or '#'",
                "cache: {endpoint: 'https://-a'} | 1:19 | it has a host that is not the name or address of a machine",
                "cache: {endpoint: 'https://[zz]'} | 1:19 | it has a host that is not the name or address of a machine",
                "build_registry: 'localhost:70000' | 1:17 | it has a port that is not a number from 1 to 65535",
                "build_registry: '' | 1:17 | it is empty",
                "build_registry: 'https://ghcr.io/acme' | 1:17 | it has a scheme",
                "build_registry: 'ghcr.io/Acme' | 1:17 | it has upper case letters behind the host, which names of images cannot have",
                "build_registry: 'ghcr.io/acme/' | 1:17 | it ends with a slash",
                "build_registry: 'ghcr.io/acme:1' | 1:17 | it has a tag or a digest",
                "build_registry: 'ghcr.io/a//b' | 1:17 | it has a path that names of images cannot have",
                "build_registry: 'Localhost:5000' | 1:17 | it has localhost with upper case letters, which builders take for another machine",
                "build_registry: '127.1:5000' | 1:17 | it has a host of digits that is not an IPv4 address with four numbers",
                "build_registry: '127.0.0.256:5000' | 1:17 | it has a host of digits that is not an IPv4 address with four numbers",
                "build_registry: 'acme/team' | 1:17 | it has a host without a dot or a port, which is the name of an image on Docker Hub",
                "build_registry: 'localhost:port' | 1:17 | it has a port that is not a number from 1 to 65535",
                "registries: [{url: 'acme'}] | 1:20 | it has a host without a dot or a port, which is the name of an image on Docker Hub",
                "mirrors: {docker.io: '127.1:5000'} | 1:11 | it has a host of digits that is not an IPv4 address with four numbers",
                "tools_mirror: 'https://tools.example:70000/a' | 1:15 | it has a port that is not a number from 1 to 65535",
                "registries: [{url: 'ghcr.io /acme'}] | 1:20 | it has a space",
                "registries: [{url: '/acme'}] | 1:20 | it has no host",
                "registries: [{url: 'oci://ghcr.io'}] | 1:20 | it has a scheme",
                "registries: [{url: 'me:hunter2@ghcr.io'}] | 1:20 | it has an account, which belongs into keys of its own",
                "registries: [{url: 'ghcr.io:0'}] | 1:20 | it has a port that is not a number from 1 to 65535",
                "mirrors: {docker.io: 'http://mirror.example'} | 1:11 | it has a scheme",
                "mirrors: {docker.io: 'a b'} | 1:11 | it has a space",
                "mirrors: {'docker io': 'a'} | 1:11 | it has a space before the colon",
                "builders: {linux/arm64: 'arm-box'} | 1:12 | it has no scheme",
                "builders: {linux/arm64: 'tcp://'} | 1:12 | it has no host",
                "builders: {linux/arm64: 'tcp://arm-box'} | 1:12 | it has no port",
                "builders: {linux/arm64: []} | 1:12 | it is empty",
                "builders: {linux/arm64: ''} | 1:12 | it is empty",
                "builders: {linux/arm64: 'tcp://arm-box:x'} | 1:12 | it has a port that is not a number from 1 to 65535",
                "builders: {linux/arm64: 'gopher://arm-box'} | 1:12 | it has a scheme that is not known here",
                "builders: {linux/arm64: ['tcp://good:1', 'arm-box']} | 1:12 | it has no scheme",
                "builders: {linux/arm64: 'docker-container://-v'} | 1:12 | it has no name of a container or pod after docker-container://",
                "builders: {linux/arm64: 'kube-pod://?namespace=ci'} | 1:12 | it has no name of a container or pod after kube-pod://",
                "builders: {linux/arm64: 'ssh://-oProxyCommand@host'} | 1:12 | it has no name of a user before the '@'",
                "builders: {linux/arm64: 'unix://'} | 1:12 | it names nothing after unix://, or has a space",
            })
    void nonsenseIsAProblemWithAPlaceAReasonAndAHint(String settings, String place, String reason) {
        assertThat(problems(settings)).singleElement().satisfies(problem -> {
            assertThat(problem.location().orElseThrow()).hasToString(".image-manager.yml:" + place);
            assertThat(problem.message())
                    .endsWith("is not a valid address: " + reason)
                    .doesNotContain("hunter2");
            assertThat(problem.hint().orElseThrow()).startsWith("write ");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache: {endpoint: 'https://s3.eu-central-1.amazonaws.com/path/'}",
                "cache: {endpoint: 'http://[::1]:3900'}",
                "cache: {endpoint: 'http://garage_1:3900'}",
                "build_registry: '[::1]:5000'",
                "build_registry: '127.0.0.1:5000/a/b__c'",
                "build_registry: 'localhost'",
                "build_registry: 'GHCR.io/acme'",
                "registries: [{url: 'registry.example:5000/group/project'}]",
                "mirrors: {docker.io: 'localhost:5000', 'registry.example:5000': 'mirror.example'}",
                "builders: {linux/arm64: 'tcp://arm-box:8372', linux/amd64: 'unix:///run/buildkit/buildkitd.sock'}",
                "builders: {linux/arm64: 'docker-container://buildkitd', linux/amd64: 'ssh://me@box:22'}",
                "builders: {linux/arm64: ['kube-pod://buildkit-0?namespace=ci', 'tcp://10.0.0.1:1234', 'podman-container://b']}",
                "tools_mirror: 'https://tools.example:8443/a'",
            })
    void otherAddressesAreValid(String settings) {
        assertThat(problems(settings)).noneMatch(Problem::isError);
    }

    @Test
    void soAreThoseOfTheEnvironment() {
        TestFleet fleet = TestFleet.small(directory)
                .withVariable("IMAGE_MANAGER_CACHE_ENDPOINT", "https://me:hunter2@s3.example")
                .withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "localhost:99999")
                .withVariable("IMAGE_MANAGER_REGISTRIES_0__URL", "ghcr io")
                .withVariable("IMAGE_MANAGER_MIRRORS", "docker.io=a b");

        assertThat(fleet.problems())
                .extracting(problem -> problem.location().orElseThrow().toString())
                .containsExactlyInAnyOrder(
                        "environment variable IMAGE_MANAGER_BUILD_REGISTRY",
                        "environment variable IMAGE_MANAGER_CACHE_ENDPOINT",
                        "environment variable IMAGE_MANAGER_MIRRORS",
                        "environment variable IMAGE_MANAGER_REGISTRIES_0__URL");
    }
}
