package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.workbench.app.FarLaunch;
import dev.vivarium.workbench.app.LaunchOptions;
import dev.vivarium.workbench.app.NoDisplayException;
import dev.vivarium.workbench.app.WorkbenchApp;
import dev.vivarium.workbench.attach.PinnedServers;
import dev.vivarium.workbench.attach.Servers;
import dev.vivarium.workbench.language.Languages;
import dev.vivarium.workbench.live.FreshWorlds;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.project.UserFolders;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// `vivarium open --attach`: a window on a world of a server, with the files of a project of this
/// machine if one is given.
final class Attach {
  private final Installation installation;

  Attach(Installation installation) {
    this.installation = installation;
  }

  /// A server whose certificate was judged before is entered at once; else the window asks, or,
  /// where there is none to ask in, this fails.
  ExitCode perform(AttachOptions wanted, OpenOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    if (options.project().toString().isEmpty()) {
      return perform(wanted, options, terminal, Optional.empty());
    }
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    try (PluginBuilder builder = opening.builder()) {
      return perform(wanted, options, terminal, Optional.of(new Files(opening, builder)));
    }
  }

  /// The project whose files are edited beside the far world; its tests run on worlds of this
  /// machine.
  private record Files(ProjectOpening opening, PluginBuilder builder) {
    LaunchOptions launch(
        RemoteWorldSession session, Path folder, OpenOptions options, Terminal terminal) {
      Path root = opening.store().root();
      WorldFile world = opening.loaded().project().world();
      return new LaunchOptions(
              session,
              new ProjectFiles(root, world.name()),
              folder,
              Open.firstEdit(world),
              options.screenshot(),
              options.script(),
              line -> terminal.err().println(line))
          .with(
              LaunchOptions.Services.NONE
                  .withTestWorlds(() -> new FreshWorlds(root, builder))
                  .withLanguage(Languages.of(root, CompletableFuture.completedFuture(true))));
    }
  }

  private ExitCode perform(
      AttachOptions wanted, OpenOptions options, Terminal terminal, Optional<Files> files)
      throws CommandFailure, IOException, InterruptedException {
    Path folder = UserFolders.ofThisSystem().config();
    FarLaunch launch = session -> launch(session, folder, options, terminal, files);
    PinnedServers servers = new PinnedServers(folder);
    if (wanted.fingerprint().isPresent()) {
      servers.trust(wanted.server(), wanted.fingerprint().get());
    }
    boolean asks = options.screenshot().isEmpty();
    try {
      Servers.Certificate seen = servers.look(wanted.server());
      if (seen instanceof Servers.Certificate.Known) {
        return window(entered(servers, wanted), launch);
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
    return page(wanted, folder, launch, terminal);
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

  private static LaunchOptions launch(
      RemoteWorldSession session,
      Path folder,
      OpenOptions options,
      Terminal terminal,
      Optional<Files> files)
      throws IOException {
    return files.isPresent()
        ? files.get().launch(session, folder, options, terminal)
        : LaunchOptions.far(
            session,
            folder,
            options.screenshot(),
            options.script(),
            line -> terminal.err().println(line));
  }

  private ExitCode window(RemoteWorldSession session, FarLaunch launch)
      throws CommandFailure, IOException {
    try {
      return code(
          WorkbenchApp.launch(
              launch.options(session), new LocalProjects(installation), session::close));
    } catch (NoDisplayException e) {
      session.close();
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private ExitCode page(AttachOptions wanted, Path folder, FarLaunch launch, Terminal terminal)
      throws CommandFailure {
    try {
      return code(
          WorkbenchApp.attach(
              new LocalProjects(installation),
              folder,
              wanted.server().toString(),
              launch,
              line -> terminal.err().println(line)));
    } catch (NoDisplayException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static ExitCode code(int code) {
    return code == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
