package org.timeviper.indexer.mcp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message of an assistant, as it must be before it is let in. The extension behind takes what it reads at its word: a name that is a number would leave a request
 * without an answer, and a list of messages would count as one request however much is asked in it.
 */
final class Message {

    private static final int NO_JSON = -32700;
    private static final int NO_MESSAGE = -32600;
    private static final int NO_METHOD = -32601;
    private static final int NO_PARAMETERS = -32602;

    /** What a server that has only tools is asked. */
    private static final Set<String> METHODS = Set.of(
            "initialize",
            "ping",
            "tools/list",
            "tools/call",
            "logging/setLevel",
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/progress",
            "notifications/roots/list_changed");

    private static final Map<String, Class<?>> PARAMETERS = Map.of(
            "name", String.class,
            "cursor", String.class,
            "level", String.class,
            "reason", String.class,
            "protocolVersion", String.class,
            "arguments", JsonObject.class,
            "capabilities", JsonObject.class,
            "clientInfo", JsonObject.class,
            "_meta", JsonObject.class);

    private Message() {}

    /** @return the error to answer with if this is no message that can be let in */
    static Optional<JsonObject> fault(Buffer body) {
        JsonObject message;
        try {
            message = new JsonObject(body == null ? Buffer.buffer() : body);
        } catch (DecodeException | ClassCastException e) {
            return Optional.of(
                    error(null, NO_JSON, "The body is not one JSON object: send one message with each request."));
        }
        Object id = message.getValue("id");
        if (id != null && !(id instanceof String) && !(id instanceof Number)) {
            return Optional.of(error(null, NO_MESSAGE, "'id' must be a string or a number."));
        }
        Object method = message.getValue("method");
        if (!(method instanceof String name) || !METHODS.contains(name)) {
            return Optional.of(error(id, NO_METHOD, "There is no such method here: this server has tools only."));
        }
        Object parameters = message.getValue("params");
        if (parameters != null && !(parameters instanceof JsonObject)) {
            return Optional.of(error(id, NO_PARAMETERS, "'params' must be an object."));
        }
        JsonObject given = parameters == null ? new JsonObject() : (JsonObject) parameters;
        if (name.equals("initialize") && !(given.containsKey("protocolVersion") && given.containsKey("clientInfo"))) {
            return Optional.of(error(id, NO_PARAMETERS, "'initialize' needs 'protocolVersion' and 'clientInfo'."));
        }
        return faultOf(given, id);
    }

    private static Optional<JsonObject> faultOf(JsonObject parameters, Object id) {
        return PARAMETERS.entrySet().stream()
                .filter(known -> {
                    Object value = parameters.getValue(known.getKey());
                    return value != null && !known.getValue().isInstance(value);
                })
                .findFirst()
                .map(known -> error(
                        id,
                        NO_PARAMETERS,
                        "'" + known.getKey() + "' must be "
                                + (known.getValue().equals(String.class) ? "a string." : "an object.")));
    }

    private static JsonObject error(Object id, int code, String message) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("error", new JsonObject().put("code", code).put("message", message));
    }
}
