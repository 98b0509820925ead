package dev.vivarium.engine.plugin.wasm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/// A parsed, checked and compiled module, from which any number of instances can be made.
/// Immutable; may be made and read on any thread.
public final class WasmModule {
  private static final int SIMD_PREFIX = 0xfd;
  private static final int THREADS_PREFIX = 0xfe;

  /// A function's beginning sets each local to zero, which takes about as much as so many branches.
  private static final int BRANCHES_OF_A_BEGINNING = 16;

  private static final Set<OpCode> BRANCHING =
      EnumSet.of(
          OpCode.BLOCK,
          OpCode.LOOP,
          OpCode.IF,
          OpCode.ELSE,
          OpCode.BR,
          OpCode.BR_IF,
          OpCode.BR_TABLE,
          OpCode.TRY_TABLE,
          OpCode.BR_ON_NULL,
          OpCode.BR_ON_NON_NULL,
          OpCode.BR_ON_CAST,
          OpCode.BR_ON_CAST_FAIL);

  private final byte[] bytes;
  private final String digest;
  private final ModuleScan scan;
  private final run.endive.wasm.WasmModule module;
  private final @Nullable CompiledCode code;
  private final WasmLimits limits;

  private WasmModule(
      byte[] bytes,
      ModuleScan scan,
      run.endive.wasm.WasmModule module,
      @Nullable CompiledCode code,
      WasmLimits limits) {
    this.bytes = bytes;
    this.digest = sha256(bytes);
    this.scan = scan;
    this.module = module;
    this.code = code;
    this.limits = limits;
  }

  /// Parses, checks and compiles, on a thread of its own for which this one waits. Takes tens of
  /// milliseconds: call it off the tick thread.
  ///
  /// @throws InvalidModuleException if the module is malformed, over a limit, uses a feature that
  ///   is not supported, or takes too long to compile; the message names it
  public static WasmModule compile(byte[] bytes, ExecutionMode mode, WasmLimits limits)
      throws InvalidModuleException {
    byte[] own = bytes.clone();
    ModuleScan scan = ModuleScan.of(own, limits);
    return CompileThread.call(() -> compile(own, scan, mode, limits), limits.compileNanos());
  }

  private static WasmModule compile(
      byte[] bytes, ModuleScan scan, ExecutionMode mode, WasmLimits limits)
      throws InvalidModuleException {
    run.endive.wasm.WasmModule module = Parser.parse(bytes);
    refuseUnsupported(module);
    refuseLargeFrames(module, limits);
    return new WasmModule(bytes, scan, module, code(module, mode), limits);
  }

  private static @Nullable CompiledCode code(
      run.endive.wasm.WasmModule module, ExecutionMode mode) {
    return switch (mode) {
      case COMPILED -> new CompiledCode(module);
      case INTERPRETED -> null;
    };
  }

  private static void refuseUnsupported(run.endive.wasm.WasmModule module)
      throws InvalidModuleException {
    for (FunctionBody body : module.codeSection().functionBodies()) {
      for (Instruction instruction : body.instructions()) {
        int prefix = instruction.opcode().opcode() >> 8;
        if (prefix == SIMD_PREFIX) {
          throw unsupported("SIMD", instruction);
        }
        if (prefix == THREADS_PREFIX) {
          throw unsupported("threads (atomics)", instruction);
        }
      }
    }
  }

  /// The compiler keeps the state of every local at every branch until it is done.
  private static void refuseLargeFrames(run.endive.wasm.WasmModule module, WasmLimits limits)
      throws InvalidModuleException {
    long slots = 0;
    for (FunctionBody body : module.codeSection().functionBodies()) {
      long branches = BRANCHES_OF_A_BEGINNING;
      for (Instruction instruction : body.instructions()) {
        branches += BRANCHING.contains(instruction.opcode()) ? 1 : 0;
      }
      slots += branches * body.localTypes().size();
      if (slots > limits.frameSlots()) {
        throw new InvalidModuleException(
            "its functions have too many branches and locals to be compiled (over %d of one times the other in all); split large functions, or build it optimised"
                .formatted(limits.frameSlots()));
      }
    }
  }

  private static InvalidModuleException unsupported(String feature, Instruction instruction) {
    return new InvalidModuleException(
        "it uses %s (%s at byte %d), which is not supported; build without it"
            .formatted(feature, instruction.opcode(), instruction.address()));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  /// A new instance with its own memory; nothing of the module has run but its start function.
  ///
  /// @throws InvalidModuleException if an import is unknown or the memory is over the limit
  /// @throws WasmTrap if the start function trapped
  public WasmInstance instantiate(HostFunctions host) throws InvalidModuleException, WasmTrap {
    return WasmInstance.create(this, host);
  }

  /// The module as it was given; a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// SHA-256 of the bytes, in hex.
  public String digest() {
    return digest;
  }

  /// The function's name from the name section, if there is one.
  public Optional<String> functionName(int function) {
    if (module.nameSection() != null) {
      String name = module.nameSection().nameOfFunction(function);
      if (name != null) {
        return Optional.of(name);
      }
    }
    return module.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .skip(function)
        .findFirst()
        .map(imported -> imported.module() + "." + imported.name());
  }

  /// Offset of the function's body in the module's bytes, the unit of source maps; -1 for imports.
  public int functionOffset(int function) {
    return scan.bodyOffset(function);
  }

  run.endive.wasm.WasmModule parsed() {
    return module;
  }

  Function<Instance, Machine> machineFactory() {
    return code == null ? InterpreterMachine::new : code.machineFactory();
  }

  /// What the frames of compiled code in a stack trace are at, innermost first.
  List<Integer> addresses(Throwable trap, int framesMax) {
    return Arrays.stream(trap.getStackTrace())
        .flatMapToInt(frame -> address(frame).stream())
        .limit(framesMax)
        .boxed()
        .toList();
  }

  /// Offset in the module's bytes of what a stack frame of compiled code is at: of its instruction,
  /// or where that is not known, of its function's body. Empty for other frames.
  private OptionalInt address(StackTraceElement frame) {
    OptionalInt function = CompiledCode.function(frame);
    if (code == null || function.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt exact = code.address(function.getAsInt(), frame);
    int offset = exact.orElseGet(() -> functionOffset(function.getAsInt()));
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  WasmLimits limits() {
    return limits;
  }
}
