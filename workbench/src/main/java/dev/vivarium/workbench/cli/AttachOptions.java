package dev.vivarium.workbench.cli;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import java.util.Optional;

/// To which far world a window is to be attached.
///
/// @param world empty where the server has but one
/// @param name how others see who signs in by this machine; empty leaves it to the server
/// @param key what the server's clients show; empty: the one that everybody knows
/// @param fingerprint of the certificate that is trusted from now on; empty: the one that was
///   trusted before, or the user is asked
public record AttachOptions(
    ServerAddress server,
    String world,
    String name,
    Optional<String> key,
    Optional<Fingerprint> fingerprint) {}
