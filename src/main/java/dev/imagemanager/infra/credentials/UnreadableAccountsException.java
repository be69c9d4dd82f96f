package dev.imagemanager.infra.credentials;

import java.io.IOException;

/** A source of accounts cannot be read as a whole. The message names it, and does not contain any of it. */
public final class UnreadableAccountsException extends IOException {

    UnreadableAccountsException(String message) {
        super(message);
    }
}
