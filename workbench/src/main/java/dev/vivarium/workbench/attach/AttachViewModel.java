package dev.vivarium.workbench.attach;

import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// How somebody gets to a far world: says where and who, looks at the certificate once, and is in,
/// or reads what is wrong and mends it. Belongs to the window's thread.
public final class AttachViewModel {
  /// What is waited for.
  public enum Step {
    /// The user's entries.
    ENTRY,
    /// The server.
    SERVER,
    /// The user's word on a certificate.
    CERTIFICATE
  }

  private final Servers servers;
  private final Executor window;
  private final Executor background;
  private final Consumer<RemoteWorldSession> entered;

  private final StringProperty address = new SimpleStringProperty("");
  private final StringProperty world = new SimpleStringProperty("");
  private final StringProperty key = new SimpleStringProperty("");
  private final BooleanProperty byEmail = new SimpleBooleanProperty();
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty email = new SimpleStringProperty("");
  private final StringProperty password = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.ENTRY);
  private final ReadOnlyStringWrapper doing = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<Servers.Certificate>> certificate =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<Servers.Remembered>> remembered =
      new ReadOnlyObjectWrapper<>(List.of());

  /// Counts tries, so that the answer to one given up is passed over.
  private int tries;

  /// @param window runs tasks on the window's thread
  /// @param background runs what blocks
  /// @param entered takes the session once it is open
  public AttachViewModel(
      Servers servers, Executor window, Executor background, Consumer<RemoteWorldSession> entered) {
    this.servers = servers;
    this.window = window;
    this.background = background;
    this.entered = entered;
  }

  public StringProperty addressProperty() {
    return address;
  }

  public StringProperty worldProperty() {
    return world;
  }

  /// The key that the server's clients show; empty for the one that everybody knows.
  public StringProperty keyProperty() {
    return key;
  }

  /// Whether to sign in by e-mail and password, rather than by this machine.
  public BooleanProperty byEmailProperty() {
    return byEmail;
  }

  /// How others see who signs in by this machine.
  public StringProperty nameProperty() {
    return name;
  }

  public StringProperty emailProperty() {
    return email;
  }

  public StringProperty passwordProperty() {
    return password;
  }

  public ReadOnlyObjectProperty<Step> stepProperty() {
    return step.getReadOnlyProperty();
  }

  /// What is being waited for, in words; empty for nothing.
  public ReadOnlyStringProperty doingProperty() {
    return doing.getReadOnlyProperty();
  }

  /// What is wrong; empty for nothing.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// What the user is asked to judge.
  public ReadOnlyObjectProperty<Optional<Servers.Certificate>> certificateProperty() {
    return certificate.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<List<Servers.Remembered>> rememberedProperty() {
    return remembered.getReadOnlyProperty();
  }

  /// Fills in what was entered last, unless something was entered already.
  public void refresh() {
    later(
        servers::remembered,
        all -> {
          remembered.set(all);
          if (address.get().isEmpty() && !all.isEmpty()) {
            choose(all.getFirst());
          }
        });
  }

  public void choose(Servers.Remembered one) {
    address.set(one.address());
    world.set(one.world());
    name.set(one.name());
    email.set(one.email());
    byEmail.set(!one.email().isEmpty());
    problem.set("");
  }

  /// Looks at the server, and goes in if it is known.
  public void connect() {
    var server = Servers.address(address.get());
    problem.set(server.isEmpty() ? "Enter an address such as world.example.org:7350." : lacking());
    if (!problem.get().isEmpty()) {
      return;
    }
    begin("Looking for " + server.get());
    int mine = tries;
    later(
        () -> look(server.get()),
        seen -> {
          if (mine == tries) {
            looked(server.get(), seen);
          }
        });
  }

  private String lacking() {
    if (byEmail.get() && (email.get().isBlank() || password.get().isEmpty())) {
      return "Enter the e-mail address and the password of your account.";
    }
    return "";
  }

  private void begin(String what) {
    tries++;
    problem.set("");
    doing.set(what);
    step.set(Step.SERVER);
  }

  private Servers.Certificate look(ServerAddress server) {
    try {
      return servers.look(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void looked(ServerAddress server, Servers.Certificate seen) {
    if (seen instanceof Servers.Certificate.Known) {
      enter(server);
    } else {
      doing.set("");
      certificate.set(Optional.of(seen));
      step.set(Step.CERTIFICATE);
    }
  }

  /// Says that the certificate shown is the right one, and goes in.
  public void trust() {
    var server = Servers.address(address.get());
    var shown = certificate.get();
    if (step.get() != Step.CERTIFICATE || server.isEmpty() || shown.isEmpty()) {
      return;
    }
    begin("Signing in at " + server.get());
    int mine = tries;
    later(
        () -> {
          trust(server.get(), seen(shown.get()));
          return true;
        },
        done -> {
          if (mine == tries) {
            enter(server.get());
          }
        });
  }

  private void trust(ServerAddress server, Optional<Fingerprint> seen) {
    try {
      if (seen.isPresent()) {
        servers.trust(server, seen.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Fingerprint> seen(Servers.Certificate certificate) {
    return switch (certificate) {
      case Servers.Certificate.Known known -> Optional.empty();
      case Servers.Certificate.Unknown unknown -> Optional.of(unknown.seen());
      case Servers.Certificate.Changed changed -> Optional.of(changed.seen());
    };
  }

  private void enter(ServerAddress server) {
    begin("Signing in at " + server);
    int mine = tries;
    var entry =
        new Servers.Entry(
            server,
            world.get().strip(),
            key.get().isBlank() ? DefaultClient.DEFAULT_SERVER_KEY : key.get().strip(),
            name.get(),
            byEmail.get() ? email.get() : "",
            password.get());
    var _ =
        servers
            .enter(entry)
            .whenCompleteAsync((session, failure) -> entered(mine, session, failure), window);
  }

  private void entered(
      int mine, @Nullable RemoteWorldSession session, @Nullable Throwable failure) {
    if (mine != tries) {
      if (session != null) {
        session.close();
      }
    } else if (session != null) {
      back();
      password.set("");
      entered.accept(session);
    } else if (failure != null) {
      failed(failure);
    }
  }

  /// Gives up what is being waited for.
  public void cancel() {
    tries++;
    back();
  }

  private void back() {
    doing.set("");
    certificate.set(Optional.empty());
    step.set(Step.ENTRY);
  }

  private void failed(Throwable failure) {
    var cause = failure;
    while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    back();
    problem.set(String.valueOf(cause.getMessage()));
  }

  private <T> void later(java.util.function.Supplier<T> work, Consumer<T> then) {
    int mine = tries;
    var _ =
        CompletableFuture.supplyAsync(work, background)
            .whenCompleteAsync(
                (value, failure) -> {
                  if (failure == null) {
                    then.accept(value);
                  } else if (mine == tries) {
                    failed(failure);
                  }
                },
                window);
  }
}
