package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.ApiError;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.account.SessionTokenMint;
import dev.vivarium.net.server.store.SanctionRepository.Sanction;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.HttpReply;
import dev.vivarium.net.server.transport.SocketEndpoint;
import dev.vivarium.net.server.transport.SocketLimits;
import java.util.Optional;

/// The socket at `/ws`: who has no good token is not let in.
final class ControlSocket implements SocketEndpoint {
  private final SocketLimits limits;
  private final SessionTokenMint mint;
  private final ControlSession.Services services;

  ControlSocket(SocketLimits limits, SessionTokenMint mint, ControlSession.Services services) {
    this.limits = limits;
    this.mint = mint;
    this.services = services;
  }

  @Override
  public SocketLimits limits() {
    return limits;
  }

  @Override
  public Admission admit(HttpCall call) {
    String format = call.parameter("format");
    if (!format.isEmpty() && !format.equals("json")) {
      return refuse(ApiCode.INVALID_ARGUMENT, "Invalid format, must be json.");
    }
    Optional<Principal> principal = mint.verifySession(token(call));
    if (principal.isEmpty()) {
      return refuse(ApiCode.UNAUTHENTICATED, "Missing or invalid token");
    }
    Optional<Sanction> ban = services.sanctions().banFromServer(principal.get().userId());
    if (ban.isPresent()) return refuse(ApiCode.PERMISSION_DENIED, Sanctions.words(ban.get()));
    boolean showStatus = call.parameter("status").equals("true");
    return new Admission.Accepted(
        connection -> new ControlSession(services, principal.get(), connection, showStatus));
  }

  private static String token(HttpCall call) {
    String inAddress = call.parameter("token");
    if (!inAddress.isEmpty()) return inAddress;
    String header = call.authorization().orElse("");
    return header.startsWith("Bearer ") ? header.substring("Bearer ".length()).strip() : "";
  }

  private static Admission refuse(ApiCode code, String words) {
    return new Admission.Refused(
        HttpReply.json(code.httpStatus(), ControlJson.write(ApiError.of(code, words))));
  }
}
