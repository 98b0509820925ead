package dev.vivarium.workbench.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.workbench.attach.AttachViewModel.Step;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AttachViewModelTest {
  private static final Fingerprint OLD = new Fingerprint("a".repeat(64));
  private static final Fingerprint NEW = new Fingerprint("b".repeat(64));

  private final FakeServers servers = new FakeServers();
  private final List<RemoteWorldSession> entered = new ArrayList<>();
  private final AttachViewModel model =
      new AttachViewModel(servers, Runnable::run, Runnable::run, entered::add);

  private static final class FakeServers implements Servers {
    private Certificate certificate = new Certificate.Known();
    private String unreachable = "";
    private final List<Fingerprint> trusted = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private List<Remembered> remembered = List.of();
    private CompletableFuture<RemoteWorldSession> answer = new CompletableFuture<>();

    @Override
    public List<Remembered> remembered() {
      return remembered;
    }

    @Override
    public Certificate look(ServerAddress server) throws IOException {
      if (!unreachable.isEmpty()) {
        throw new IOException(unreachable);
      }
      return certificate;
    }

    @Override
    public void trust(ServerAddress server, Fingerprint fingerprint) {
      trusted.add(fingerprint);
    }

    @Override
    public CompletableFuture<RemoteWorldSession> enter(Entry entry) {
      entries.add(entry);
      return answer;
    }
  }

  @Test
  void whatIsNoAddressIsSaidAtOnce() {
    for (var text : List.of("", "far away", "ftp://far", "far:99999", "http://far/path")) {
      model.addressProperty().set(text);
      model.connect();
      assertThat(model.problemProperty().get()).as(text).contains("Enter an address");
    }
    assertThat(servers.entries).isEmpty();
  }

  @Test
  void aServerThatCannotBeReachedLeavesTheEntriesAsTheyAre() {
    servers.unreachable = "https://far:7350 cannot be reached: no route.";
    model.addressProperty().set("far");
    model.connect();
    assertThat(model.problemProperty().get()).isEqualTo(servers.unreachable);
    assertThat(model.stepProperty().get()).isEqualTo(Step.ENTRY);
    assertThat(model.addressProperty().get()).isEqualTo("far");
  }

  @Test
  void anUnknownCertificateWaitsForTheUsersWord() {
    servers.certificate = new Servers.Certificate.Unknown(NEW);
    model.addressProperty().set("far:1");
    model.connect();
    assertThat(model.stepProperty().get()).isEqualTo(Step.CERTIFICATE);
    assertThat(servers.entries).isEmpty();
    model.trust();
    assertThat(servers.trusted).containsExactly(NEW);
    assertThat(servers.entries).hasSize(1);
    assertThat(model.stepProperty().get()).isEqualTo(Step.SERVER);
  }

  @Test
  void anotherCertificateThanBeforeIsNotTrustedByGivingUp() {
    servers.certificate = new Servers.Certificate.Changed(OLD, NEW);
    model.addressProperty().set("far:1");
    model.connect();
    model.cancel();
    assertThat(model.stepProperty().get()).isEqualTo(Step.ENTRY);
    assertThat(servers.trusted).isEmpty();
    assertThat(servers.entries).isEmpty();
  }

  @Test
  void aRefusalIsShownWhereTheEntriesAre() {
    model.addressProperty().set("far:1");
    model.connect();
    servers.answer.completeExceptionally(new IllegalStateException("There is no world pond."));
    assertThat(model.problemProperty().get()).isEqualTo("There is no world pond.");
    assertThat(model.stepProperty().get()).isEqualTo(Step.ENTRY);
    assertThat(entered).isEmpty();
  }

  @Test
  void whatWasGivenUpDoesNotComeLater() {
    model.addressProperty().set("far:1");
    model.connect();
    model.cancel();
    servers.answer.completeExceptionally(new IllegalStateException("too late"));
    assertThat(model.problemProperty().get()).isEmpty();
    assertThat(model.stepProperty().get()).isEqualTo(Step.ENTRY);
  }

  @Test
  void signingInByEmailNeedsBothAndByThisMachineNeither() {
    model.addressProperty().set("far:1");
    model.byEmailProperty().set(true);
    model.connect();
    assertThat(model.problemProperty().get()).contains("password");
    model.emailProperty().set("ann@example.org");
    model.passwordProperty().set("correct horse");
    model.connect();
    assertThat(servers.entries.getFirst().email()).isEqualTo("ann@example.org");
    model.cancel();
    model.byEmailProperty().set(false);
    model.connect();
    assertThat(servers.entries.getLast().email()).isEmpty();
  }

  @Test
  void whatWasEnteredLastIsFilledIn() {
    servers.remembered = List.of(new Servers.Remembered("far:1", "pond", "ann", ""));
    model.refresh();
    assertThat(model.addressProperty().get()).isEqualTo("far:1");
    assertThat(model.worldProperty().get()).isEqualTo("pond");
    assertThat(model.byEmailProperty().get()).isFalse();
  }
}
