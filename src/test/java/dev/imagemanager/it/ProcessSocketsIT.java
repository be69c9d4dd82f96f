package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who can use the services that run as processes, and what they know of the user who started them. */
class ProcessSocketsIT extends OwnServices {

    private ServiceProbe probe(String service) {
        return ServiceProbe.of(service, Long.parseLong(pidOf(service).split(" ")[0]));
    }

    @Test
    void onlyTheirOwnerReachesThemAndNoneHasVariablesOfTheCaller() throws IOException {
        succeeds(run("services", "up", "registry", "buildkitd", "dind"));

        for (String service : new String[] {"registry", "buildkitd", "dind"}) {
            probe(service).assertNoVariableOfTheCaller();
            probe(service).assertNoSocketWithoutFile();
        }
        probe("buildkitd").assertListensPrivatelyIn(directory);
        probe("dind").assertListensPrivatelyIn(directory);
        assertThat(probe("registry").ports()).singleElement().asString().startsWith("127.0.0.1:");
        int port = Integer.parseInt(probe("registry").ports().get(0).replaceFirst(".*:", ""));
        assertThat(ServiceProbe.asAnotherUser(port, "/v2/_catalog")).startsWith("HTTP/1.1 401 Unauthorized");
        ServiceProbe.assertSecret(directory.resolve(".buildkit/registry/password"));
    }
}
