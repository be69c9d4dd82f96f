package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UninterruptedTest {

    @Test
    void anInterruptionWaitsUntilTheWorkIsDone() {
        CountDownLatch begun = new CountDownLatch(1);
        Thread caller = Thread.currentThread();

        String result = Uninterrupted.get(() -> {
            caller.interrupt();
            begun.countDown();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(begun.getCount()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFailureIsTheCallers() {
        assertThatThrownBy(() -> Uninterrupted.get(() -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
    }
}
