package dev.vivarium.engine.plugin.wasm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.ClassLoadingCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.MachineFactory;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;

/// A module as JVM code that knows where it traps. The compiler gives its methods no line numbers:
/// here each instruction that can trap begins a line of its own, so that a stack trace, which costs
/// nothing until there is one, tells them apart.
final class CompiledCode {
  private static final Pattern METHOD = Pattern.compile("func_(\\d+)");

  /// Line numbers are 16 bits.
  private static final int LINES_MAX = 65_535;

  private final WasmModule module;
  private final Map<Integer, List<TrapPoint>> compiled = new ConcurrentHashMap<>();
  private final Map<Integer, int[]> addresses = new HashMap<>();
  private final Function<Instance, Machine> machineFactory;

  CompiledCode(WasmModule module) {
    this.module = module;
    ClassLoadingCollector classes =
        (ClassLoadingCollector)
            Compiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .withClassCollectorFactory(Numbering::new)
                .build()
                .compile()
                .collector();
    machineFactory = new MachineFactory(module, classes.machineFactory());
  }

  Function<Instance, Machine> machineFactory() {
    return machineFactory;
  }

  /// The index of the function that a stack frame is in; empty if it is none of a module's.
  static OptionalInt function(StackTraceElement frame) {
    Matcher matcher = METHOD.matcher(frame.getMethodName());
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /// Offset in the module's bytes of the instruction that a frame of this function is at; empty if
  /// it is not known.
  OptionalInt address(int function, StackTraceElement frame) {
    int line = frame.getLineNumber();
    int[] known = addresses(function);
    return line > 0 && line <= known.length ? OptionalInt.of(known[line - 1]) : OptionalInt.empty();
  }

  private synchronized int[] addresses(int function) {
    return addresses.computeIfAbsent(function, this::findAddresses);
  }

  /// Worked out when there is a trap. Where the compiler's calls are not what the function's
  /// instructions lead one to expect, nothing is known rather than something wrong.
  private int[] findAddresses(int function) {
    int body = function - module.importSection().count(ExternalType.FUNCTION);
    if (body < 0) {
      return new int[0];
    }
    FunctionBody code = module.codeSection().getFunctionBody(body);
    var points =
        TrapPoint.reachable(code).stream()
            .filter(i -> TrapPoint.of(i.opcode()).isPresent())
            .toList();
    var kinds = points.stream().map(i -> TrapPoint.of(i.opcode()).orElseThrow()).toList();
    return kinds.equals(compiled.get(function))
        ? points.stream().mapToInt(i -> i.address()).toArray()
        : new int[0];
  }

  private final class Numbering extends ClassLoadingCollector {
    Numbering() {
      CompileThread.endIfGivenUp();
    }

    @Override
    public void putMainClass(String className, byte[] bytes) {
      CompileThread.endIfGivenUp();
      super.putMainClass(className, numbered(bytes));
    }

    @Override
    public void put(String className, byte[] bytes) {
      CompileThread.endIfGivenUp();
      super.put(className, numbered(bytes));
    }
  }

  private byte[] numbered(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new NumberedClass(writer), 0);
    return writer.toByteArray();
  }

  private final class NumberedClass extends ClassVisitor {
    NumberedClass(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      Matcher matcher = METHOD.matcher(name);
      return matcher.matches()
          ? new NumberedMethod(next, Integer.parseInt(matcher.group(1)))
          : next;
    }
  }

  private final class NumberedMethod extends MethodVisitor {
    private final List<TrapPoint> points = new ArrayList<>();
    private final int function;

    NumberedMethod(MethodVisitor next, int function) {
      super(Opcodes.ASM9, next);
      this.function = function;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      TrapPoint.ofMethod(name).ifPresent(this::beginLine);
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    private void beginLine(TrapPoint point) {
      points.add(point);
      if (points.size() <= LINES_MAX) {
        Label here = new Label();
        visitLabel(here);
        visitLineNumber(points.size(), here);
      }
    }

    @Override
    public void visitEnd() {
      compiled.put(function, List.copyOf(points));
      super.visitEnd();
    }
  }
}
