package dev.imagemanager.infra.s3;

import dev.imagemanager.infra.http.ResponseLimit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * Rejects responses that are larger than {@link ResponseLimit}, or not in UTF-8, before the SDK parses them. The JDK's XML parser prints "[Fatal Error]" to
 * standard error for invalid bytes, regardless of its error handler, and then throws.
 */
final class XmlAnswers implements ExecutionInterceptor {

    private static final Pattern OTHER_ENCODING =
            Pattern.compile("\\uFEFF?<\\?xml[^>]*\\bencoding\\s*=\\s*[\"'](?!(?i:UTF-8)[\"'])([^\"'>]*)");

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes executionAttributes) {
        boolean isSuccess = context.httpResponse().isSuccessful();
        boolean isObject = context.request() instanceof GetObjectRequest && isSuccess;
        return isObject ? context.responseBody() : context.responseBody().map(body -> readable(body, isSuccess));
    }

    private static InputStream readable(InputStream body, boolean isNeeded) {
        try {
            byte[] content = ResponseLimit.read(body);
            Optional<String> obstacle = obstacle(content);
            if (obstacle.isEmpty()) {
                return new ByteArrayInputStream(content);
            }
            if (!isNeeded) {
                // The status of an error response is sufficient.
                return InputStream.nullInputStream();
            }
            throw SdkClientException.create("unreadable response", new XMLStreamException(obstacle.get()));
        } catch (IOException failure) {
            throw SdkClientException.create("incomplete response", failure);
        }
    }

    /** Returns why the content cannot be parsed. */
    private static Optional<String> obstacle(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return Optional.of("the response is not valid UTF-8");
        }
        Matcher other = OTHER_ENCODING.matcher(text);
        // If one of the first four bytes is zero, the parser assumes UTF-16 or UCS-4 (XML 1.0, appendix F).
        return other.lookingAt() || text.indexOf('\0') >= 0
                ? Optional.of("the response is XML in another encoding than UTF-8")
                : Optional.empty();
    }
}
