package dev.vivarium.workbench.cli;

import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.workbench.app.LaunchOptions;
import dev.vivarium.workbench.app.NoDisplayException;
import dev.vivarium.workbench.app.WorkbenchApp;
import dev.vivarium.workbench.attach.PinnedServers;
import dev.vivarium.workbench.attach.Servers;
import dev.vivarium.workbench.project.UserFolders;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/// `vivarium open --attach`: a window on a world of a server.
final class Attach {
  private final Installation installation;

  Attach(Installation installation) {
    this.installation = installation;
  }

  /// A server whose certificate was judged before is entered at once; else the window asks, or,
  /// where there is none to ask in, this fails.
  ExitCode perform(AttachOptions wanted, OpenOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    Path folder = UserFolders.ofThisSystem().config();
    PinnedServers servers = new PinnedServers(folder);
    if (wanted.fingerprint().isPresent()) {
      servers.trust(wanted.server(), wanted.fingerprint().get());
    }
    boolean asks = options.screenshot().isEmpty();
    try {
      Servers.Certificate seen = servers.look(wanted.server());
      if (seen instanceof Servers.Certificate.Known) {
        return window(entered(servers, wanted), folder, options, terminal);
      }
      if (!asks) {
        throw new CommandFailure(
            "The certificate of %s is not trusted yet; give its SHA-256 by --fingerprint."
                .formatted(wanted.server()));
      }
    } catch (IOException | CommandFailure e) {
      if (!asks) {
        throw e;
      }
      terminal.err().println(e.getMessage());
    }
    return page(wanted, folder, terminal);
  }

  private static RemoteWorldSession entered(Servers servers, AttachOptions wanted)
      throws CommandFailure, InterruptedException {
    try {
      return servers
          .enter(
              new Servers.Entry(
                  wanted.server(),
                  wanted.world(),
                  wanted.key().orElse(DefaultClient.DEFAULT_SERVER_KEY),
                  wanted.name(),
                  "",
                  ""))
          .get();
    } catch (ExecutionException e) {
      throw new CommandFailure(
          String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    }
  }

  private ExitCode window(
      RemoteWorldSession session, Path folder, OpenOptions options, Terminal terminal)
      throws CommandFailure, IOException {
    LaunchOptions launch =
        LaunchOptions.far(
            session,
            folder,
            options.screenshot(),
            options.script(),
            line -> terminal.err().println(line));
    try {
      return code(WorkbenchApp.launch(launch, new LocalProjects(installation), session::close));
    } catch (NoDisplayException e) {
      session.close();
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private ExitCode page(AttachOptions wanted, Path folder, Terminal terminal)
      throws CommandFailure {
    try {
      return code(
          WorkbenchApp.attach(
              new LocalProjects(installation),
              folder,
              wanted.server().toString(),
              line -> terminal.err().println(line)));
    } catch (NoDisplayException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static ExitCode code(int code) {
    return code == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
