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

/** Hands a body on part by part. When a part cannot be taken, the transfer ends, and the request fails with the reason. */
public final class BodySink implements BodySubscriber<Void> {

    /** Where the parts go. */
    @FunctionalInterface
    public interface Sink {
        void accept(ByteBuffer part) throws IOException;
    }

    private final Sink sink;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Subscription subscription;

    /** @param sink called by one thread at a time, which need not be that of the caller */
    public BodySink(Sink sink) {
        this.sink = sink;
    }

    /**
     * A body as a whole.
     *
     * @param limit of bytes, after which the request fails: a server decides how much it sends
     */
    public static BodySubscriber<byte[]> bytes(int limit) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        BodySink sink = new BodySink(part -> {
            if (content.size() + part.remaining() > limit) {
                throw new IOException("the answer is longer than " + limit + " bytes");
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            content.write(bytes);
        });
        return BodySubscribers.mapping(sink, nothing -> content.toByteArray());
    }

    /** What a body begins with, however long it is. */
    public static BodySubscriber<byte[]> beginning(int limit) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        BodySink sink = new BodySink(part -> {
            byte[] bytes = new byte[Math.min(part.remaining(), limit - content.size())];
            part.get(bytes);
            content.write(bytes);
        });
        return BodySubscribers.mapping(sink, nothing -> content.toByteArray());
    }

    /** {@link #bytes} as text in UTF-8. */
    public static BodySubscriber<String> text(int limit) {
        return BodySubscribers.mapping(bytes(limit), bytes -> new String(bytes, StandardCharsets.UTF_8));
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
