package dev.vivarium.workbench.cli;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.workbench.bots.BotOptions;
import java.nio.file.Path;
import java.util.Optional;

/// What `vivarium bots` was asked to do.
///
/// @param bots all but the script
/// @param script the file to act by; empty: they only look on
/// @param fingerprint the server's certificate
/// @param trust whether the certificate that is seen first is the server's
/// @param conditions of each bot's connection, each way
/// @param report where to write how it goes, as JSON Lines
public record BotsOptions(
    BotOptions bots,
    Optional<Path> script,
    Optional<Fingerprint> fingerprint,
    boolean trust,
    LinkConditions conditions,
    Optional<EventTarget> report) {}
