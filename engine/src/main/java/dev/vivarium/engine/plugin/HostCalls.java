package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.wasm.FlatMemory;
import dev.vivarium.engine.plugin.wasm.HostFunctions;
import dev.vivarium.engine.plugin.wasm.HostTrap;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The import functions of one instance. Every offset and length from the plugin is checked before
/// it is used; a bad one is a trap of the plugin.
final class HostCalls {
  static final String IMPORT_MODULE = "vivarium";
  private static final int LOG_BYTES_MAX = 4096;
  private static final int NAME_BYTES_MAX = 1024;
  private static final int BLOB_BYTES_MAX = 16 << 20;

  /// What a dispatch lends to its host calls. Outside a dispatch most calls are refused.
  interface Context {
    void log(int level, String text);

    long random();

    int rowOf(int query, long entity);

    long reserveEntity();

    void flush();

    AssetStore assets();

    Optional<String> setting(String key);
  }

  private final HostFunctions functions = new HostFunctions(IMPORT_MODULE);
  private @Nullable FlatMemory memory;
  private @Nullable Context context;

  HostCalls() {
    functions
        .define("log", "iii", this::log)
        .define("panic", "iiiiii", this::panic)
        .define("random", ":I", a -> context("random").random())
        .define("row_of", "iI:i", a -> context("row_of").rowOf((int) a[0], a[1]))
        .define("entity", ":I", a -> context("entity").reserveEntity())
        .define("flush", "", this::flush)
        .define("asset", "ii:I", this::asset)
        .define("asset_size", "I:i", a -> size(context("asset_size").assets().assetBytes(a[0])))
        .define(
            "asset_read", "Iiii:i", a -> read(context("asset_read").assets().assetBytes(a[0]), a))
        .define("blob", "ii:I", this::blob)
        .define("blob_size", "I:i", a -> size(context("blob_size").assets().blobBytes(a[0])))
        .define("blob_read", "Iiii:i", a -> read(context("blob_read").assets().blobBytes(a[0]), a))
        .define("setting", "iiii:i", this::setting);
  }

  HostFunctions functions() {
    return functions;
  }

  void attach(FlatMemory instanceMemory) {
    memory = instanceMemory;
  }

  /// Lends the context for the calls that follow; null takes it back.
  void lend(@Nullable Context next) {
    context = next;
  }

  private Context context(String call) {
    if (context == null) {
      throw new HostTrap("'%s' was called outside a dispatch".formatted(call));
    }
    return context;
  }

  private FlatMemory memory() {
    if (memory == null) {
      throw new HostTrap("the module's start function may not call the host");
    }
    return memory;
  }

  private byte[] bytes(long pointer, long length, int most) {
    int at = (int) pointer;
    int count = (int) length;
    FlatMemory m = memory();
    if (count < 0 || count > most || at < 0 || at > m.sizeBytes() - count) {
      throw new HostTrap(
          "a host call got a bad pointer: %d bytes at %d"
              .formatted(Integer.toUnsignedLong(count), Integer.toUnsignedLong(at)));
    }
    return m.readBytes(at, count);
  }

  private String text(long pointer, long length, int most) {
    return new String(bytes(pointer, length, most), StandardCharsets.UTF_8);
  }

  /// Text for people: with control characters escaped, so that no line can pose as another.
  private String line(long pointer, long length, int most) {
    String text = text(pointer, length, most);
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            line.append("\\x%02x".formatted(c));
          } else {
            line.appendCodePoint(c);
          }
        });
    return line.toString();
  }

  private long log(long[] a) {
    String text = line(a[1], Math.min((int) a[2], LOG_BYTES_MAX), LOG_BYTES_MAX);
    if (context != null) {
      HostStack.ensure();
      context.log((int) a[0], text);
    }
    return 0;
  }

  private long panic(long[] a) {
    String message = line(a[0], Math.min((int) a[1], LOG_BYTES_MAX), LOG_BYTES_MAX);
    String file = line(a[2], a[3], NAME_BYTES_MAX);
    throw new PanicTrap(message, file, (int) a[4], (int) a[5]);
  }

  private long flush(long[] a) {
    context("flush").flush();
    return 0;
  }

  private long asset(long[] a) {
    return context("asset").assets().asset(text(a[0], a[1], NAME_BYTES_MAX));
  }

  private long blob(long[] a) {
    byte[] content = bytes(a[0], a[1], BLOB_BYTES_MAX);
    HostStack.ensure();
    return context("blob").assets().blob(content);
  }

  private static long size(Optional<byte[]> content) {
    return content.map(c -> (long) c.length).orElse(-1L);
  }

  private long read(Optional<byte[]> content, long[] a) {
    if (content.isEmpty()) {
      return -1;
    }
    byte[] from = content.get();
    int offset = (int) a[1];
    if (offset < 0 || offset > from.length) {
      return -1;
    }
    int count = Math.min((int) a[3], from.length - offset);
    int at = (int) a[2];
    if (count < 0 || at < 0 || at > memory().sizeBytes() - count) {
      throw new HostTrap("a host call got a bad pointer");
    }
    memory().write(at, from, offset, count);
    return count;
  }

  private long setting(long[] a) {
    Optional<String> value = context("setting").setting(text(a[0], a[1], NAME_BYTES_MAX));
    if (value.isEmpty()) {
      return -1;
    }
    byte[] json = value.get().getBytes(StandardCharsets.UTF_8);
    int at = (int) a[2];
    int capacity = (int) a[3];
    if (capacity >= json.length) {
      if (at < 0 || at > memory().sizeBytes() - json.length) {
        throw new HostTrap("a host call got a bad pointer");
      }
      memory().write(at, json, 0, json.length);
    }
    return json.length;
  }
}
