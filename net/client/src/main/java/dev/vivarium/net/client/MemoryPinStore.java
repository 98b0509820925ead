package dev.vivarium.net.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Pins for as long as the process runs.
public final class MemoryPinStore implements PinStore {
  private final Map<String, Fingerprint> pins = new ConcurrentHashMap<>();

  @Override
  public Fingerprint keepFirst(String address, Fingerprint seen) {
    Fingerprint kept = pins.putIfAbsent(address, seen);
    return kept == null ? seen : kept;
  }

  @Override
  public Optional<Fingerprint> find(String address) {
    return Optional.ofNullable(pins.get(address));
  }

  @Override
  public void forget(String address) {
    pins.remove(address);
  }
}
