package dev.vivarium.net.client;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/// Carries texts to a server and back. One connection at a time. Handlers run only in [#tick], on
/// its caller's thread; everything else may be called from any thread.
public interface SocketAdapter {

  /// @param handler replaces the one before
  void onConnected(Runnable handler);

  /// Told once for every [#connect].
  ///
  /// @param handler replaces the one before
  void onClosed(Consumer<SocketClosed> handler);

  /// @param handler replaces the one before; is told no more once [#close] was called
  void onReceived(Consumer<String> handler);

  boolean isConnecting();

  boolean isConnected();

  /// Starts to connect; a handler is told how it went.
  ///
  /// @param timeout at most, by real time
  /// @throws IllegalStateException until the last connection's end has been told
  void connect(URI address, Duration timeout);

  /// @param isReliable whether it must arrive; carriers that know no other way ignore it
  /// @return false if it was not taken: not connected, or too much waits to be sent
  boolean send(String text, boolean isReliable);

  /// Ends the connection or the attempt; nothing is sent or told after it but the end. Does nothing
  /// where there is none.
  void close();

  /// Tells handlers what has happened since the last tick.
  void tick();
}
