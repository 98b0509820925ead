package dev.vivarium.net.protocol.control;

/// The body of every response that is not a success.
///
/// @param error the same words as `message`
/// @param code as gRPC numbers it, see [ApiCode]
public record ApiError(String error, String message, int code) {

  public static ApiError of(ApiCode code, String message) {
    return new ApiError(message, message, code.code());
  }
}
