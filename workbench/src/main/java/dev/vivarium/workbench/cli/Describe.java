package dev.vivarium.workbench.cli;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.abi.ComponentUse;
import dev.vivarium.engine.plugin.abi.MessageUse;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.tick.NanoClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `vivarium describe`: what a compiled plugin declares. Of the module, only what describes it is
/// run, interpreted and on a leash.
final class Describe implements Act<DescribeOptions> {
  /// Larger than any module that a host takes.
  private static final long MODULE_BYTES_MAX = 64L << 20;

  @Override
  public ExitCode perform(DescribeOptions options, Terminal terminal)
      throws CommandFailure, IOException {
    long size = Files.size(options.module());
    if (size > MODULE_BYTES_MAX) {
      throw new CommandFailure(
          "%s is %,d bytes; a plugin has at most %,d"
              .formatted(options.module(), size, MODULE_BYTES_MAX));
    }
    byte[] wasm = Files.readAllBytes(options.module());
    try (Watchdog watchdog = new Watchdog("describe", NanoClock.SYSTEM)) {
      PluginModule module =
          PluginModule.load(
              PluginSource.of(name(options), wasm), ExecutionMode.INTERPRETED, watchdog);
      if (options.json()) {
        terminal.out().println(module.descriptor().json().toPrettyString());
      } else {
        print(module, size, terminal);
      }
      return ExitCode.OK;
    } catch (PluginLoadException e) {
      throw new CommandFailure(options.module() + ": " + e.getMessage());
    }
  }

  /// A module does not say what its plugin is called; its file does, as built or as cached.
  private static String name(DescribeOptions options) {
    String file = options.module().getFileName().toString();
    String stem =
        file.replaceFirst("(-(quick|optimised)-[0-9a-f]{24})?\\.wasm$", "")
            .toLowerCase(Locale.ROOT);
    return stem.matches("[a-z][a-z0-9-]{0,63}") ? stem : "plugin";
  }

  private static void print(PluginModule module, long size, Terminal terminal) {
    PluginDescriptor descriptor = module.descriptor();
    PrintWriter out = terminal.out();
    out.printf(
        Locale.ROOT,
        "%s  version %s, %,d bytes%n",
        terminal.styled("@|bold " + descriptor.plugin() + "|@"),
        module.version(),
        size);
    out.println("  made with " + descriptor.sdk() + ", state version " + descriptor.stateVersion());
    out.println(
        "  capabilities  "
            + (descriptor.capabilities().isEmpty()
                ? "none"
                : String.join(", ", descriptor.capabilities())));
    descriptor.components().forEach(use -> component(use, terminal));
    descriptor.messages().forEach(use -> message(use, terminal));
    descriptor.systems().forEach(system -> system(system, descriptor, terminal));
  }

  private static void heading(Terminal terminal, String kind, String name, String rest) {
    terminal.out().println();
    terminal.out().println(kind + " " + terminal.styled("@|bold " + name + "|@") + rest);
  }

  private static void component(ComponentUse use, Terminal terminal) {
    switch (use) {
      case ComponentUse.Foreign foreign ->
          used("component", foreign.name().toString(), foreign.layout().fields(), terminal);
      case ComponentUse.Own own -> {
        ComponentSchema schema = own.schema();
        String kind = schema.isTag() ? "tag" : schema.storage().name().toLowerCase(Locale.ROOT);
        heading(
            terminal,
            "component",
            schema.name().toString(),
            "  version %d, %s, %d bytes"
                .formatted(schema.version(), kind, schema.layout().sizeBytes()));
        doc(schema.doc(), terminal);
        fields(schema.fields(), terminal);
      }
    }
  }

  private static void message(MessageUse use, Terminal terminal) {
    switch (use) {
      case MessageUse.Foreign foreign ->
          used("message", foreign.name().toString(), foreign.layout().fields(), terminal);
      case MessageUse.Own own -> {
        MessageSchema schema = own.schema();
        heading(
            terminal,
            "message",
            schema.name().toString(),
            "  version %d, %s, at most %,d and %,d bytes a tick"
                .formatted(
                    schema.version(),
                    schema.locality().name().toLowerCase(Locale.ROOT),
                    schema.maxCount(),
                    schema.maxBytes()));
        doc(schema.doc(), terminal);
        fields(schema.fields(), terminal);
      }
    }
  }

  private static void used(String kind, String name, List<Field> fields, Terminal terminal) {
    heading(
        terminal,
        "uses " + kind,
        name,
        fields.isEmpty()
            ? ""
            : fields.stream().map(Field::name).collect(Collectors.joining(", ", "  (", ")")));
  }

  private static void doc(String doc, Terminal terminal) {
    if (!doc.isEmpty()) {
      terminal.out().println("  " + doc);
    }
  }

  private static void fields(List<Field> fields, Terminal terminal) {
    int width = fields.stream().mapToInt(field -> field.name().length()).max().orElse(0);
    for (Field field : fields) {
      terminal.out().println("  " + line(field, width));
    }
  }

  private static String line(Field field, int width) {
    StringBuilder line = new StringBuilder();
    line.append(field.name()).append(" ".repeat(width - field.name().length() + 2));
    line.append(field.type());
    if (field.unit() != null) {
      line.append("  ").append(field.unit());
    }
    if (field.range() != null) {
      line.append("  ").append(field.range());
    }
    if (field.defaultValue() != null) {
      line.append("  = ").append(field.defaultValue());
    }
    if (!field.doc().isEmpty()) {
      line.append("  ").append(field.doc());
    }
    return line.toString();
  }

  private static void system(
      SystemDescriptor system, PluginDescriptor descriptor, Terminal terminal) {
    String side = system.side().name().toLowerCase(Locale.ROOT);
    heading(
        terminal,
        "system",
        system.id(),
        "  %s, %s%s"
            .formatted(system.stage().title(), side, system.predicted() ? ", predicted" : ""));
    order("after", system.after(), terminal);
    order("before", system.before(), terminal);
    for (QueryDescriptor query : system.queries()) {
      terminal.out().println("  query " + query.name() + "  " + terms(query, descriptor));
    }
    for (int index : system.subscribes()) {
      terminal.out().println("  receives " + descriptor.messages().get(index).name());
    }
  }

  private static void order(String word, List<String> systems, Terminal terminal) {
    if (!systems.isEmpty()) {
      terminal.out().println("  " + word + " " + String.join(", ", systems));
    }
  }

  private static String terms(QueryDescriptor query, PluginDescriptor descriptor) {
    return query.terms().stream()
        .map(term ->
            term.access().name().toLowerCase(Locale.ROOT)
                + " "
                + descriptor.components().get(term.component()).name()
                + (term.optional() ? " (optional)" : ""))
        .collect(Collectors.joining(", "));
  }
}
