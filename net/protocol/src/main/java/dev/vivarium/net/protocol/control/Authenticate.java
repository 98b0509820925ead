package dev.vivarium.net.protocol.control;

import java.util.Map;

/// The bodies of `POST /v2/account/authenticate/{device,email,custom}`. The variables end up in the
/// session's token.
public sealed interface Authenticate {

  Map<String, String> vars();

  record Device(String id, Map<String, String> vars) implements Authenticate {
    public Device {
      vars = Map.copyOf(vars);
    }

    /// Without the id, which is all that it takes to sign in.
    @Override
    public String toString() {
      return "Device[]";
    }
  }

  record Email(String email, String password, Map<String, String> vars) implements Authenticate {
    public Email {
      vars = Map.copyOf(vars);
    }

    /// Without the password, for logs.
    @Override
    public String toString() {
      return "Email[" + email + "]";
    }
  }

  record Custom(String id, Map<String, String> vars) implements Authenticate {
    public Custom {
      vars = Map.copyOf(vars);
    }

    /// Without the id, which is all that it takes to sign in.
    @Override
    public String toString() {
      return "Custom[]";
    }
  }
}
