package dev.vivarium.engine.plugin.wasm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.OpCode;

/// The kinds of instruction that can trap or be on the stack of one that does, as a module has them
/// and as its compiled code calls them. Both come in one order, so that the nth of the one is the
/// nth of the other.
enum TrapPoint {
  MEMORY,
  BULK,
  CALL,
  CALL_INDIRECT,
  ARITHMETIC,
  UNREACHABLE;

  private static final Pattern ARITHMETIC_NAME =
      Pattern.compile("I(32|64)_(DIV_[SU]|REM_[SU]|TRUNC_F(32|64)_[SU])");
  private static final Pattern ACCESS_OPCODE = Pattern.compile("[IF](32|64)_(LOAD|STORE).*");

  static Optional<TrapPoint> of(OpCode opcode) {
    return switch (opcode) {
      case UNREACHABLE -> Optional.of(UNREACHABLE);
      case CALL -> Optional.of(CALL);
      case CALL_INDIRECT -> Optional.of(CALL_INDIRECT);
      case MEMORY_COPY, MEMORY_FILL, MEMORY_INIT -> Optional.of(BULK);
      default -> ofName(opcode.name());
    };
  }

  private static Optional<TrapPoint> ofName(String opcode) {
    if (ACCESS_OPCODE.matcher(opcode).matches()) {
      return Optional.of(MEMORY);
    }
    return ARITHMETIC_NAME.matcher(opcode).matches() ? Optional.of(ARITHMETIC) : Optional.empty();
  }

  /// What a method that compiled code calls stands for.
  static Optional<TrapPoint> ofMethod(String name) {
    if (name.startsWith("memoryRead") || name.startsWith("memoryWrite")) {
      return Optional.of(MEMORY);
    } else if (name.startsWith("func_")) {
      return Optional.of(CALL);
    }
    return switch (name) {
      case "memoryCopy", "memoryFill", "memoryInit" -> Optional.of(BULK);
      case "throwTrapException" -> Optional.of(UNREACHABLE);
      default -> ofRareMethod(name);
    };
  }

  private static Optional<TrapPoint> ofRareMethod(String name) {
    if (name.startsWith("call_indirect")) {
      return Optional.of(CALL_INDIRECT);
    }
    return ARITHMETIC_NAME.matcher(name.toUpperCase(Locale.ROOT)).matches()
        ? Optional.of(ARITHMETIC)
        : Optional.empty();
  }

  /// The instructions of a body that the compiler translates: those that control can reach.
  static List<AnnotatedInstruction> reachable(FunctionBody body) {
    List<AnnotatedInstruction> all = body.instructions();
    List<AnnotatedInstruction> found = new ArrayList<>();
    BitSet targets = new BitSet();
    boolean live = true;
    for (int i = 0; i < all.size(); i++) {
      AnnotatedInstruction instruction = all.get(i);
      live |= targets.get(i);
      if (live) {
        found.add(instruction);
        targets(instruction).filter(target -> target >= 0).forEach(targets::set);
        live = !endsPath(instruction.opcode());
      }
    }
    return found;
  }

  private static IntStream targets(AnnotatedInstruction instruction) {
    IntStream both = IntStream.of(instruction.labelTrue(), instruction.labelFalse());
    List<Integer> table = instruction.labelTable();
    return table == null
        ? both
        : IntStream.concat(both, table.stream().mapToInt(Integer::intValue));
  }

  private static boolean endsPath(OpCode opcode) {
    return switch (opcode) {
      case BR, BR_TABLE, ELSE, RETURN, UNREACHABLE, THROW, THROW_REF -> true;
      case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> true;
      default -> false;
    };
  }
}
