package dev.vivarium.workbench.cli;

import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.workbench.bots.BotOptions;
import dev.vivarium.workbench.bots.BotScript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium bots`.
@Command(
    name = "bots",
    description = "Send players without a window into a world, and say how they fare.",
    footer = {
      "",
      "Scripts are explained in docs/bots.md. On this machine the certificate that is seen first is",
      "the server's; elsewhere give --fingerprint, which 'vivarium serve' prints, or --trust.",
      "Ends with 1 if some could not play."
    })
final class BotsCommand extends OptionsCommand<BotsOptions> {
  private static final int MAX_SECONDS = 86_400;

  @Parameters(paramLabel = "URL", description = "The server, such as https://127.0.0.1:7350.")
  private String url = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "Players, 1 to 10,000; 1 if not given.")
  private int count;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "What each of them does, once through.")
  private @Nullable Path script;

  @Option(
      names = "--room",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The world; the server's first if not given.")
  private String room = "";

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Players that begin each second, 100 if not given.")
  private int rate;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "How long, from the start; until Ctrl+C if not given.")
  private @Nullable Integer duration;

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description = "The server's certificate must be this one.")
  private @Nullable String fingerprint;

  @Option(names = "--trust", description = "The certificate that is seen first is the server's.")
  private boolean trust;

  @Option(
      names = "--server-key",
      paramLabel = "KEY",
      defaultValue = "${env:VIVARIUM_SERVER_KEY}",
      description = "What clients show to sign in; defaultkey if not given.")
  private @Nullable String serverKey;

  @Option(
      names = "--decode",
      description = "All read the states that they are sent, as players do.")
  private boolean decode;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      converter = Seed.class,
      description = "The same seed makes the same players and acts; 1 if not given.")
  private long seed;

  @Option(
      names = "--delay",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Every message takes so much longer, each way.")
  private double delayMs;

  @Option(
      names = "--jitter",
      paramLabel = "MS",
      defaultValue = "0",
      description = "And up to so much more, drawn each time.")
  private double jitterMs;

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "So many messages are lost and sent again, which takes two delays more.")
  private double lossPercent;

  @Option(
      names = "--report",
      paramLabel = "FILE|-",
      converter = EventTarget.Converter.class,
      description = "Write how it goes as JSON Lines, one a second and the summary.")
  private @Nullable EventTarget report;

  BotsCommand(Terminal terminal, Act<BotsOptions> act) {
    super(terminal, act);
  }

  @Override
  BotsOptions options() {
    writtenFile("--report", report);
    if (trust && fingerprint != null) {
      throw wrong("--trust and --fingerprint both say which certificate is right; give one");
    }
    return new BotsOptions(
        bots(),
        Optional.ofNullable(script).map(this::existingFile),
        Optional.ofNullable(fingerprint).map(this::fingerprint),
        trust,
        conditions(),
        Optional.ofNullable(report));
  }

  private LinkConditions conditions() {
    try {
      return LinkConditions.inOrder(
          (long) (delayMs * 1e6), (long) (jitterMs * 1e6), lossPercent / 100);
    } catch (IllegalArgumentException e) {
      throw wrong("--delay, --jitter or --loss: " + e.getMessage());
    }
  }

  private BotOptions bots() {
    try {
      return new BotOptions(
          ServerAddress.parse(url),
          serverKey == null || serverKey.isBlank() ? DefaultClient.DEFAULT_SERVER_KEY : serverKey,
          room,
          count,
          rate,
          Optional.ofNullable(duration).map(this::seconds),
          decode,
          seed,
          BotScript.IDLE);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Duration seconds(int count) {
    if (count < 1 || count > MAX_SECONDS) {
      throw wrong("--duration is 1 to %d seconds, not %d".formatted(MAX_SECONDS, count));
    }
    return Duration.ofSeconds(count);
  }

  private Fingerprint fingerprint(String text) {
    try {
      return Fingerprint.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("--fingerprint: " + e.getMessage());
    }
  }
}
