package dev.vivarium.net.server.account;

import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.Authenticate;
import dev.vivarium.net.protocol.control.ControlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What ids, names, addresses and passwords may be; each breach a [RequestRefused] in Nakama's
/// words.
final class AccountRules {
  /// Of all of a session's variables, names and values; they travel in its token.
  static final int VARS_BYTES_MAX = 2_048;

  /// Beyond this a password is no password but load.
  static final int PASSWORD_BYTES_MAX = 1_024;

  static final int DISPLAY_NAME_BYTES_MAX = 255;
  static final int AVATAR_URL_BYTES_MAX = 512;
  static final int LANG_TAG_BYTES_MAX = 18;
  static final int PLACE_BYTES_MAX = 255;

  private static final Pattern BLANK_OR_CONTROL = Pattern.compile("[\\p{Cntrl}\\s]");
  private static final Pattern EMAIL = Pattern.compile("[^@]+@[^@]+\\.[^@.]+");

  private AccountRules() {}

  static void checkProof(Authenticate proof) {
    switch (proof) {
      case Authenticate.Device device ->
          checkId("Device ID", device.id(), ControlLimits.MIN_DEVICE_ID_BYTES);
      case Authenticate.Custom custom ->
          checkId("Custom ID", custom.id(), ControlLimits.MIN_CUSTOM_ID_BYTES);
      case Authenticate.Email email -> checkEmail(email);
    }
  }

  private static void checkId(String what, String id, int minBytes) {
    refuseIf(id.isEmpty(), what + " is required.");
    refuseIf(
        BLANK_OR_CONTROL.matcher(id).find(),
        what + " invalid, no spaces or control characters allowed.");
    int bytes = bytes(id);
    refuseIf(
        bytes < minBytes || bytes > ControlLimits.MAX_ID_BYTES,
        what + " invalid, must be " + minBytes + "-" + ControlLimits.MAX_ID_BYTES + " bytes.");
  }

  private static void checkEmail(Authenticate.Email email) {
    if (!email.email().isEmpty()) checkAddress(email.email());
    String password = email.password();
    refuseIf(password.isEmpty(), "Password is required.");
    refuseIf(
        bytes(password) < ControlLimits.MIN_PASSWORD_BYTES,
        "Password must be at least 8 characters long.");
    refuseIf(bytes(password) > PASSWORD_BYTES_MAX, "Password must be at most 1024 bytes long.");
  }

  private static void checkAddress(String address) {
    refuseIf(
        BLANK_OR_CONTROL.matcher(address).find(),
        "Invalid email address, no spaces or control characters allowed.");
    int bytes = bytes(address);
    refuseIf(
        bytes < ControlLimits.MIN_EMAIL_BYTES || bytes > ControlLimits.MAX_EMAIL_BYTES,
        "Invalid email address, must be 10-255 bytes.");
    refuseIf(!EMAIL.matcher(address).matches(), "Invalid email address format.");
  }

  /// Empty is no name and passes.
  static void checkUsername(String username) {
    refuseIf(
        BLANK_OR_CONTROL.matcher(username).find(),
        "Username invalid, no spaces or control characters allowed.");
    refuseIf(
        bytes(username) > ControlLimits.MAX_USERNAME_BYTES,
        "Username invalid, must be 1-128 bytes.");
  }

  static void checkVars(Map<String, String> vars) {
    int bytes = 0;
    for (Map.Entry<String, String> entry : vars.entrySet()) {
      bytes += bytes(entry.getKey()) + bytes(entry.getValue());
    }
    refuseIf(bytes > VARS_BYTES_MAX, "Session variables must be at most 2048 bytes.");
  }

  static void checkUpdate(AccountUpdate update) {
    if (update.username() != null) {
      refuseIf(update.username().isEmpty(), "Username invalid, must be 1-128 bytes.");
      checkUsername(update.username());
    }
    checkText("Display name", update.displayName(), DISPLAY_NAME_BYTES_MAX);
    checkText("Avatar URL", update.avatarUrl(), AVATAR_URL_BYTES_MAX);
    checkText("Language tag", update.langTag(), LANG_TAG_BYTES_MAX);
    checkText("Location", update.location(), PLACE_BYTES_MAX);
    checkText("Timezone", update.timezone(), PLACE_BYTES_MAX);
  }

  private static void checkText(String what, @Nullable String text, int maxBytes) {
    refuseIf(
        text != null && bytes(text) > maxBytes,
        what + " invalid, must be 0-" + maxBytes + " bytes.");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void refuseIf(boolean broken, String words) {
    if (broken) throw RequestRefused.badInput(words);
  }
}
