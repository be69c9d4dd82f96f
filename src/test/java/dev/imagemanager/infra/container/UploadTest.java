package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UploadTest {

    private final Upload upload = new Upload(new ByteArrayInputStream(new byte[] {1, 2, 3}));

    @Test
    void everythingIsSent() throws IOException {
        assertThat(upload.readAllBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void nothingMoreIsSentAfterItWasBrokenOff() throws IOException {
        assertThat(upload.read()).isEqualTo(1);
        upload.breakOff();

        assertThatExceptionOfType(IOException.class).isThrownBy(upload::read).withMessage("aborted");
        assertThatExceptionOfType(IOException.class).isThrownBy(upload::readAllBytes);
    }

    @Test
    void aCompleteUploadCannotBeBrokenOff() throws IOException {
        upload.readAllBytes();
        upload.breakOff();

        assertThat(upload.read()).isNegative();
    }
}
