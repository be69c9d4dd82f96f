package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerClientsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Status 500: {\"message\":\"no such image\"} | no such image",
                "Status 404: {\"other\":1} | {\"other\":1}",
                "Status 502: Bad Gateway | Bad Gateway",
                "connection refused | connection refused",
            })
    void theDaemonsOwnWordsAreTheReason(String message, String reason) {
        assertThat(DockerClients.reason(new IllegalStateException("outer", new IOException(message))))
                .isEqualTo(reason);
    }

    @Test
    void aFailureWithoutWordsIsNamed() {
        assertThat(DockerClients.reason(new IOException())).isEqualTo("IOException");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, it is no address of a Docker daemon that can be used",
        "unix:///no/such/socket, there is no such socket",
    })
    void whyNobodyAnswersIsSaid(String address, String reason) {
        assertThat(DockerClients.failureAt(address)).contains(reason);
        assertThat(DockerClients.answersAt(address)).isFalse();
    }
}
