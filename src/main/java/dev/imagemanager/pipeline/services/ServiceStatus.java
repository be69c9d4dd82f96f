package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;

/**
 * The status of a service.
 *
 * @param mode how it is run, or would be run
 * @param address its address, or the address that it would get
 */
public record ServiceStatus(ServiceName name, ServiceMode mode, State state, String address) {

    public enum State {
        RUNNING("running"),
        STOPPED("stopped");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }
}
