package dev.vivarium.engine.plugin.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/// One running copy of a module. Confined to one thread at a time.
public final class WasmInstance {
  private static final int STACK_FRAMES_MAX = 64;

  private final WasmModule module;
  private final Instance instance;
  private final FlatMemory memory;

  private final LastInstruction last;

  /// Where the interpreter is; the compiler leaves it alone.
  private static final class LastInstruction {
    int address = -1;
  }

  private WasmInstance(
      WasmModule module, Instance instance, FlatMemory memory, LastInstruction last) {
    this.module = module;
    this.instance = instance;
    this.memory = memory;
    this.last = last;
  }

  static WasmInstance create(WasmModule module, HostFunctions host)
      throws InvalidModuleException, WasmTrap {
    ImportValues imports = imports(module, host);
    LastInstruction last = new LastInstruction();
    FlatMemory[] made = new FlatMemory[1];
    try {
      Instance instance =
          Instance.builder(module.parsed())
              .withImportValues(imports)
              .withMachineFactory(module.machineFactory())
              .withMemoryFactory(limits -> made[0] = newMemory(module, limits))
              .withTableFactory((table, init) -> new BoundedTable(table, init, module.limits()))
              .withUnsafeExecutionListener(
                  (instruction, stack) -> last.address = instruction.address())
              .build();
      if (made[0] == null || !exportsMemory(module)) {
        throw new InvalidModuleException("it exports no memory named 'memory'");
      }
      return new WasmInstance(module, instance, made[0], last);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw trap(e, module.addresses(e, STACK_FRAMES_MAX));
    }
  }

  private static FlatMemory newMemory(WasmModule module, MemoryLimits limits) {
    return new FlatMemory(limits, module.limits().memoryPages());
  }

  private static boolean exportsMemory(WasmModule module) {
    return exportOf(module, "memory", ExternalType.MEMORY).isPresent();
  }

  private static Optional<Export> exportOf(WasmModule module, String name, ExternalType type) {
    var section = module.parsed().exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      Export export = section.getExport(i);
      if (export.name().equals(name) && export.exportType() == type) {
        return Optional.of(export);
      }
    }
    return Optional.empty();
  }

  private static ImportValues imports(WasmModule module, HostFunctions host)
      throws InvalidModuleException {
    List<ImportFunction> functions = new ArrayList<>();
    for (Import wanted : module.parsed().importSection().stream().toList()) {
      HostFunctions.Entry entry = host.entries().get(wanted.name());
      if (!wanted.module().equals(host.moduleName()) || entry == null) {
        throw new InvalidModuleException(
            "it imports '%s.%s', which this host does not have"
                .formatted(wanted.module(), wanted.name()));
      }
      functions.add(hostFunction(wanted.module(), wanted.name(), entry));
    }
    return ImportValues.builder().withFunctions(functions).build();
  }

  private static HostFunction hostFunction(String module, String name, HostFunctions.Entry entry) {
    int colon = entry.signature().indexOf(':');
    String returns = colon < 0 ? "" : entry.signature().substring(colon + 1);
    String params = colon < 0 ? entry.signature() : entry.signature().substring(0, colon);
    FunctionType type = FunctionType.of(types(params), types(returns));
    HostFunctions.Body body = entry.body();
    return returns.isEmpty()
        ? new HostFunction(
            module,
            name,
            type,
            (i, args) -> {
              body.call(args);
              return null;
            })
        : new HostFunction(module, name, type, (i, args) -> new long[] {body.call(args)});
  }

  private static List<ValType> types(String letters) {
    return letters.chars().mapToObj(c -> c == 'I' ? ValType.I64 : ValType.I32).toList();
  }

  public WasmModule module() {
    return module;
  }

  public FlatMemory memory() {
    return memory;
  }

  /// The exported function of that name and signature (as in [HostFunctions]), if there is one.
  ///
  /// @throws InvalidModuleException if it exists with another signature
  public Optional<WasmFunction> function(String name, String signature)
      throws InvalidModuleException {
    Optional<Export> export = exportOf(module, name, ExternalType.FUNCTION);
    if (export.isEmpty()) {
      return Optional.empty();
    }
    int colon = signature.indexOf(':');
    FunctionType wanted =
        FunctionType.of(
            types(colon < 0 ? signature : signature.substring(0, colon)),
            types(colon < 0 ? "" : signature.substring(colon + 1)));
    FunctionType actual = instance.exportType(name);
    if (!actual.typesMatch(wanted)) {
      throw new InvalidModuleException(
          "its export '%s' has type %s instead of %s".formatted(name, actual, wanted));
    }
    return Optional.of(new WasmFunction(this, instance.getMachine(), export.get().index()));
  }

  /// A copy of all that is mutable.
  public WasmImage image() {
    long[] globals = new long[instance.globalCount()];
    for (int i = 0; i < globals.length; i++) {
      globals[i] = instance.global(i).getValue();
    }
    int[][] tables = new int[instance.tableCount()][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = tableContent(instance.table(i));
    }
    return new WasmImage(memory.bytes().clone(), globals, tables);
  }

  /// Feeds globals and tables to a hash; the memory is the caller's to hash.
  public void hash(LongConsumer hasher) {
    for (int i = 0; i < instance.globalCount(); i++) {
      hasher.accept(instance.global(i).getValue());
    }
    for (int i = 0; i < instance.tableCount(); i++) {
      for (int reference : tableContent(instance.table(i))) {
        hasher.accept(reference);
      }
    }
  }

  private static int[] tableContent(TableInstance table) {
    int[] content = new int[table.size()];
    for (int i = 0; i < content.length; i++) {
      content[i] = table.ref(i);
    }
    return content;
  }

  /// Puts an image back that was taken from an instance of the same module.
  public void restore(WasmImage image) {
    memory.replace(image.memory().clone());
    for (int i = 0; i < image.globals().length; i++) {
      instance.global(i).setValue(image.globals()[i]);
    }
    for (int i = 0; i < image.tables().length; i++) {
      restoreTable(instance.table(i), image.tables()[i]);
    }
  }

  private void restoreTable(TableInstance table, int[] content) {
    if (table.size() < content.length) {
      table.grow(content.length - table.size(), -1, instance);
    }
    for (int i = 0; i < content.length; i++) {
      table.setRef(i, content[i], instance);
    }
  }

  /// How a call of this instance's code ended early.
  WasmTrap trap(Throwable cause) {
    return trap(
        cause,
        last.address < 0 ? module.addresses(cause, STACK_FRAMES_MAX) : List.of(last.address));
  }

  static WasmTrap trap(Throwable cause, List<Integer> addresses) {
    String message =
        switch (cause) {
          case StackOverflowError e -> "stack exhausted (endless recursion?)";
          case WasmInterruptedException e -> "interrupted";
          case OutOfMemoryError e -> "the host has no memory left for it";
          case IndexOutOfBoundsException e -> "out of bounds memory access";
          default -> String.valueOf(cause.getMessage());
        };
    return new WasmTrap(message, cause, addresses, cause instanceof WasmInterruptedException);
  }

  /// Names of all exported functions with their index, for tools.
  public Map<String, Integer> exportedFunctions() {
    var section = module.parsed().exportSection();
    Map<String, Integer> names = new java.util.TreeMap<>();
    for (int i = 0; i < section.exportCount(); i++) {
      Export export = section.getExport(i);
      if (export.exportType() == ExternalType.FUNCTION) {
        names.put(export.name(), export.index());
      }
    }
    return names;
  }
}
