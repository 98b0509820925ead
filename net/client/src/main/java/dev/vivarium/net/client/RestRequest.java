package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Collectors;

/// One request, whatever carries it.
///
/// @param path from the first slash, its parts encoded
/// @param parameters of the query, not encoded; a name may come again
/// @param body JSON in UTF-8, empty for none; owned by the request
public record RestRequest(
    Method method,
    String path,
    List<Parameter> parameters,
    Authorization authorization,
    byte[] body) {

  public enum Method {
    GET,
    POST,
    PUT
  }

  public record Parameter(String name, String value) {}

  public RestRequest {
    parameters = List.copyOf(parameters);
  }

  /// The path and the encoded query.
  public String pathAndQuery() {
    String query =
        parameters.stream()
            .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  /// A part of a path or query with everything but letters, digits, `-`, `_`, `.` and `*` encoded.
  static String encode(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }

  /// Without body and query, where secrets travel.
  @Override
  public String toString() {
    return method + " " + path;
  }
}
