package dev.vivarium.net.client;

import dev.vivarium.net.client.RestRequest.Method;
import dev.vivarium.net.client.RestRequest.Parameter;
import java.util.ArrayList;
import java.util.List;

/// Collects the parts of a request.
final class RequestBuilder {
  private final Method method;
  private final String path;
  private final List<Parameter> parameters = new ArrayList<>();
  private byte[] body = {};

  RequestBuilder(Method method, String path) {
    this.method = method;
    this.path = path;
  }

  /// Empty values are left out; they say the same as none.
  RequestBuilder with(String name, String value) {
    if (!value.isEmpty()) {
      parameters.add(new Parameter(name, value));
    }
    return this;
  }

  RequestBuilder with(String name, List<String> values) {
    values.forEach(value -> with(name, value));
    return this;
  }

  RequestBuilder with(byte[] json) {
    body = json;
    return this;
  }

  RestRequest by(Authorization authorization) {
    return new RestRequest(method, path, parameters, authorization, body);
  }
}
