package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.databind.JavaType;
import dev.vivarium.workbench.session.SessionEvent;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes down what calls hold, down to the last component, and takes a digest of it.
final class Shape {
  private final SortedMap<String, String> types = new TreeMap<>();

  private Shape() {}

  static String of(Collection<CallTable.Entry> entries) {
    Shape shape = new Shape();
    StringBuilder text = new StringBuilder();
    for (CallTable.Entry entry : entries) {
      entry.parameters().forEach(shape::add);
      shape.add(entry.result());
      text.append(entry.id()).append(entry.parameters()).append(entry.result()).append('\n');
    }
    shape.add(WireJson.type(SessionEvent.class));
    shape.add(WireJson.type(ClientSays.class));
    shape.add(WireJson.type(ServerSays.class));
    shape.types.forEach((name, parts) -> text.append(name).append(parts).append('\n'));
    return digest(text.toString());
  }

  private void add(JavaType type) {
    for (int i = 0; i < type.containedTypeCount(); i++) {
      add(type.containedType(i));
    }
    Class<?> raw = type.getRawClass();
    if (types.containsKey(raw.getName())) {
      return;
    }
    if (raw.isEnum()) {
      types.put(raw.getName(), Arrays.toString(raw.getEnumConstants()));
    } else if (raw.isSealed()) {
      types.put(raw.getName(), WireJson.leaves(raw).toString());
      WireJson.leaves(raw).forEach(leaf -> add(WireJson.type(leaf)));
    } else if (raw.isRecord()) {
      addRecord(raw);
    }
  }

  private void addRecord(Class<?> raw) {
    RecordComponent[] parts = raw.getRecordComponents();
    types.put(
        raw.getName(),
        Arrays.stream(parts).map(p -> p.getGenericType() + " " + p.getName()).toList().toString());
    for (RecordComponent part : parts) {
      add(WireJson.type(part.getGenericType()));
    }
  }

  private static String digest(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
