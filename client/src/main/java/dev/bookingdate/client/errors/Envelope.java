package dev.bookingdate.client.errors;

import dev.bookingdate.client.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every answer has in common, read from whatever came: a member that is missing or strange is as good as absent,
 * and only a {@code success} that is literally true is a success.
 */
public record Envelope(
        boolean success,
        List<Reason> reasons,
        @Nullable String requestId,
        @Nullable String processId) {
    private static final Envelope NONE = new Envelope(false, List.of(), null, null);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static Envelope read(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode success = root.path("success");
            return new Envelope(
                    success.isBoolean() && success.booleanValue(),
                    root.path("reasons").valueStream().map(Envelope::reason).toList(),
                    text(root.path("requestId")),
                    text(root.path("processId")));
        } catch (JacksonException e) {
            return NONE;
        }
    }

    /**
     * Whether the body is whole and says so, without keeping it: this is asked of each answer. Said twice, both have to.
     */
    public static boolean isSuccess(byte[] body) {
        boolean success = false;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean named = parser.currentName().equals("success");
                JsonToken value = parser.nextToken();
                if (named && value != JsonToken.VALUE_TRUE) {
                    return false;
                }
                success |= named;
                parser.skipChildren();
            }
            return success && parser.currentToken() == JsonToken.END_OBJECT;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static Reason reason(JsonNode reason) {
        String code = text(reason.path("code"));
        String message = text(reason.path("message"));
        return new Reason(code == null ? "" : code, message == null ? "" : message);
    }

    /** Numbers as well: some servers send a code as an int. */
    private static @Nullable String text(JsonNode value) {
        return value.isString() || value.isNumber() ? value.asString() : null;
    }
}
