package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.abi.DescriptorParser;
import dev.vivarium.engine.plugin.abi.InvalidDescriptorException;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.plugin.wasm.InvalidModuleException;
import dev.vivarium.engine.plugin.wasm.WasmFunction;
import dev.vivarium.engine.plugin.wasm.WasmInstance;
import dev.vivarium.engine.plugin.wasm.WasmLimits;
import dev.vivarium.engine.plugin.wasm.WasmModule;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A plugin's compiled module with its descriptor read and checked. Immutable; made off the tick
/// thread.
public final class PluginModule {
  /// Time for a module to start and describe itself.
  private static final long DESCRIBE_LIMIT_NANOS = 2_000_000_000L;

  private final PluginSource source;
  private final WasmModule wasm;
  private final PluginDescriptor descriptor;
  private final Rights rights;

  private PluginModule(
      PluginSource source, WasmModule wasm, PluginDescriptor descriptor, Rights rights) {
    this.source = source;
    this.wasm = wasm;
    this.descriptor = descriptor;
    this.rights = rights;
  }

  /// Compiles the module and reads its descriptor. Takes tens of milliseconds.
  ///
  /// @param watchdog guards the calling thread against a module that never comes back
  public static PluginModule load(PluginSource source, ExecutionMode mode, Watchdog watchdog)
      throws PluginLoadException {
    return load(source, mode, watchdog, WasmLimits.DEFAULT);
  }

  /// As above, with other limits than the usual; the memory's is the budget's.
  public static PluginModule load(
      PluginSource source, ExecutionMode mode, Watchdog watchdog, WasmLimits limits)
      throws PluginLoadException {
    try {
      int pages = source.budget().memoryPages();
      WasmModule wasm = WasmModule.compile(source.wasm(), mode, limits.withMemoryPages(pages));
      PluginDescriptor descriptor = describe(source.name(), wasm, watchdog);
      return new PluginModule(source, wasm, descriptor, Rights.of(descriptor, source.granted()));
    } catch (InvalidModuleException | InvalidDescriptorException | WasmTrap e) {
      throw new PluginLoadException(source.name(), e);
    }
  }

  /// As [#load], granting whatever it asks for: on a client, whose server has granted it, and where
  /// it reaches nothing but the client's own world.
  public static PluginModule loadGranting(
      PluginSource source, ExecutionMode mode, Watchdog watchdog) throws PluginLoadException {
    try {
      WasmLimits limits = WasmLimits.DEFAULT.withMemoryPages(source.budget().memoryPages());
      WasmModule wasm = WasmModule.compile(source.wasm(), mode, limits);
      PluginDescriptor descriptor = describe(source.name(), wasm, watchdog);
      Set<String> granted = Set.copyOf(descriptor.capabilities());
      return new PluginModule(
          source.withGranted(granted), wasm, descriptor, Rights.of(descriptor, granted));
    } catch (InvalidModuleException | InvalidDescriptorException | WasmTrap e) {
      throw new PluginLoadException(source.name(), e);
    }
  }

  private static PluginDescriptor describe(String plugin, WasmModule wasm, Watchdog watchdog)
      throws InvalidModuleException, InvalidDescriptorException, WasmTrap {
    watchdog.arm(DESCRIBE_LIMIT_NANOS);
    try {
      HostCalls host = new HostCalls();
      WasmInstance instance = wasm.instantiate(host.functions());
      host.attach(instance.memory());
      Optional<WasmFunction> initialize = instance.function("_initialize", "");
      if (initialize.isPresent()) {
        initialize.get().call();
      }
      long abi = required(instance, "vivarium_abi", ":i").call();
      if (abi != 1) {
        throw new InvalidModuleException(
            "it speaks version %d of the plugin ABI; this host speaks 1".formatted(abi));
      }
      long span = required(instance, "vivarium_descriptor", ":I").call();
      return DescriptorParser.parse(plugin, span(instance, span, "descriptor"));
    } finally {
      watchdog.disarm();
    }
  }

  private static byte[] span(WasmInstance instance, long span, String what)
      throws InvalidModuleException {
    long at = span >>> 32;
    long length = span & 0xffff_ffffL;
    if (length > DescriptorParser.DESCRIPTOR_BYTES_MAX
        || at + length > instance.memory().sizeBytes()) {
      throw new InvalidModuleException(
          "its %s (%d bytes at %d) is too large or outside its memory".formatted(what, length, at));
    }
    return instance.memory().readBytes((int) at, (int) length);
  }

  static WasmFunction required(WasmInstance instance, String name, String signature)
      throws InvalidModuleException {
    return instance
        .function(name, signature)
        .orElseThrow(() ->
            new InvalidModuleException(
                "it does not export '%s'; build it with a Vivarium SDK".formatted(name)));
  }

  public String name() {
    return source.name();
  }

  public PluginSource source() {
    return source;
  }

  public PluginDescriptor descriptor() {
    return descriptor;
  }

  /// Short form of the module's digest, shown as its version.
  public String version() {
    return wasm.digest().substring(0, 12);
  }

  /// SHA-256 of the module, in hex.
  public String digest() {
    return wasm.digest();
  }

  WasmModule wasm() {
    return wasm;
  }

  Rights rights() {
    return rights;
  }

  /// The author's line that a trap is in: the innermost one on the stack that is known, or that of
  /// a library where none of the author's own is known.
  Optional<SourcePosition> position(WasmTrap trap) {
    List<SourcePosition> known =
        trap.addresses().stream()
            .flatMap(offset -> source.positions().at(offset).stream())
            .toList();
    return known.stream()
        .filter(position -> !position.inLibrary())
        .findFirst()
        .or(() ->
            trap.addresses().stream()
                .flatMap(offset -> source.positions().authorsBefore(offset).stream())
                .findFirst())
        .or(() -> known.stream().findFirst());
  }
}
