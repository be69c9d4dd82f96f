package dev.imagemanager.infra.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.BooleanSupplier;

/**
 * Passes a response body to a sink in parts. If the sink fails, the transfer stops and the request fails with the same
 * exception.
 */
public final class BodySink implements BodySubscriber<Void> {

    /** Receives the parts. */
    @FunctionalInterface
    public interface Sink {
        void accept(ByteBuffer part) throws IOException;
    }

    private final Sink sink;
    private final BooleanSupplier hasEnough;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Subscription subscription;

    /** @param sink called by one thread at a time, not necessarily the caller's */
    public BodySink(Sink sink) {
        this(sink, () -> false);
    }

    private BodySink(Sink sink, BooleanSupplier hasEnough) {
        this.sink = sink;
        this.hasEnough = hasEnough;
    }

    /** Reads a complete body. The request fails if it is larger than {@link ResponseLimit}. */
    public static BodySubscriber<byte[]> bytes() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        BodySink sink = new BodySink(part -> {
            if (content.size() + part.remaining() > ResponseLimit.BYTES) {
                throw ResponseLimit.exceeded();
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            content.write(bytes);
        });
        return BodySubscribers.mapping(sink, nothing -> content.toByteArray());
    }

    /** Reads the beginning of a body. The transfer stops when it is complete. */
    public static BodySubscriber<byte[]> beginning(int limit) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        BodySink sink = new BodySink(
                part -> {
                    byte[] bytes = new byte[Math.min(part.remaining(), limit - content.size())];
                    part.get(bytes);
                    content.write(bytes);
                },
                () -> content.size() == limit);
        return BodySubscribers.mapping(sink, nothing -> content.toByteArray());
    }

    /** Reads a complete body as UTF-8; see {@link #bytes}. */
    public static BodySubscriber<String> text() {
        return BodySubscribers.mapping(bytes(), bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        try {
            for (ByteBuffer part : parts) {
                sink.accept(part);
            }
            if (hasEnough.getAsBoolean()) {
                subscription.cancel();
                end.complete(null);
                return;
            }
            subscription.request(1);
        } catch (IOException | RuntimeException failure) {
            subscription.cancel();
            end.completeExceptionally(failure);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
