package dev.bookingdate.contracts.spec;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An operation of the spec, all references resolved.
 *
 * @param key what identifies it on the wire: method and path, without the names of variables
 * @param id the operationId
 * @param method in capitals
 * @param path the template, such as {@code /jobs/{jobId}}
 * @param transportHeaders request headers that are no parameters, such as Accept-Encoding
 * @param requestContent the schemas of the request's body, by media type
 * @param bodyRequired whether a request must have one of them
 * @param secured whether a bearer token is needed
 * @param responses by status
 */
public record Operation(
        SpecNode node,
        String key,
        String id,
        String method,
        String path,
        List<Parameter> parameters,
        Set<String> transportHeaders,
        Map<String, SpecNode> requestContent,
        boolean bodyRequired,
        boolean secured,
        Map<String, Response> responses,
        List<ErrorCode> errorCodes) {

    private static final Pattern VARIABLE = Pattern.compile("[{][^}]+[}]");

    /** Returns the statuses in the order of the spec, {@code 4XX} with them. */
    public List<String> statuses() {
        return List.copyOf(responses.keySet());
    }

    /** Returns the error codes as {@code <status> <code>}. */
    public Set<String> errors() {
        return errorCodes.stream().map(ErrorCode::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the answer that the spec has for a status, by itself or within {@code 4XX}. */
    public Optional<Response> response(int status) {
        Response own = responses.get(String.valueOf(status));
        return Optional.ofNullable(own == null && status / 100 == 4 ? responses.get("4XX") : own);
    }

    /** Returns the parameter of this place and name; the names of headers in any case. */
    public Optional<Parameter> parameter(String in, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.in().equals(in))
                .filter(parameter -> in.equals("header")
                        ? parameter.name().equalsIgnoreCase(name)
                        : parameter.name().equals(name))
                .findFirst();
    }

    /** Returns whether a path, without query, is one of this operation. */
    public boolean hasPath(String wanted) {
        return wanted.matches(VARIABLE.matcher(path).replaceAll("[^/]+"));
    }
}
