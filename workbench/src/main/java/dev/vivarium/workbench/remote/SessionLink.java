package dev.vivarium.workbench.remote;

/// A connection to a server. Nothing waits.
public interface SessionLink {
  /// Messages go out in the order in which they were given.
  void send(String text);

  void ping();

  /// Takes one more message. Nothing comes until it is called.
  void more();

  /// Ends the connection; [Listener#closed] follows, unless it was called already.
  void close();

  /// Told on any thread, one call at a time.
  interface Listener {
    void opened();

    void text(String text);

    void pong();

    /// The last call.
    void closed(Loss loss);
  }

  /// Why a connection ended, or never was.
  ///
  /// @param reason in words for the user
  /// @param isFinal whether to try again is useless, such as for a wrong certificate
  record Loss(String reason, boolean isFinal) {}

  /// Begins to connect.
  @FunctionalInterface
  interface Dialer {
    SessionLink dial(Listener listener);

    /// A dialer with what is to be let go of in the end.
    default void close() {}
  }
}
