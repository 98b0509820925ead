package dev.vivarium.net.client;

/// What came back.
///
/// @param status as HTTP numbers it
/// @param body at most [dev.vivarium.net.protocol.control.ControlLimits#MAX_BODY_BYTES]; owned by
///   the response
public record RestResponse(int status, byte[] body) {}
