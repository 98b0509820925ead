package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.RequestRefused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Functions of the server that clients call by name, over REST and the socket. Any thread.
public final class RpcFunctions {
  /// One call.
  ///
  /// @param caller empty where the server's HTTP key stands in for a session
  /// @param query parameters of the address, empty on the socket
  /// @param payload as it came, often JSON, often empty
  public record Call(Optional<Principal> caller, Map<String, List<String>> query, String payload) {}

  /// Called on virtual threads, many at a time; may block.
  @FunctionalInterface
  public interface Function {
    /// Returns the result's payload.
    ///
    /// @throws RequestRefused to answer with an error of one's own; anything else is an internal
    ///   one
    String call(Call call);
  }

  private final Map<String, Function> functions = new ConcurrentHashMap<>();

  /// Names do not tell upper from lower case.
  ///
  /// @throws IllegalArgumentException if the name is taken
  public void register(String name, Function function) {
    if (functions.putIfAbsent(name.toLowerCase(Locale.ROOT), function) != null) {
      throw new IllegalArgumentException("there is a function " + name);
    }
  }

  /// Calls a function from within the server, as somebody.
  ///
  /// @throws RequestRefused as the function does, or if there is none of that name
  public String call(String name, Call call) {
    return find(name).orElseThrow(RpcFunctions::unknown).call(call);
  }

  Optional<Function> find(String name) {
    return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)));
  }

  static RequestRefused unknown() {
    return new RequestRefused(ApiCode.NOT_FOUND, "RPC function not found");
  }
}
