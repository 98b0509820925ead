package dev.vivarium.workbench.cli;

import dev.vivarium.workbench.live.LiveEvent;

/// Tells what happens in the worlds of a server, by name where there are several. Any thread.
record ServeEvents(EventWriter writer, Terminal terminal, boolean several) {
  void tell(String world, LiveEvent event) {
    writer.write(world, event);
    EventText.of(event)
        .ifPresent(line -> {
          String text = terminal.styled(line);
          terminal.err().println(several ? world + ": " + text : text);
          terminal.err().flush();
        });
  }
}
