package dev.vivarium.workbench.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a server in a process of its own.
class LspLanguageIntegrationTest {
  private static final String FILE = "plugins/reef/reef.fake";

  @TempDir Path project;
  private LspLanguage service;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(project.resolve("plugins/reef"));
    Files.writeString(project.resolve(FILE), "coral fish\nfish coral\n");
    service = new LspLanguage(fake("works"), project);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static LanguageServer fake(String mode) {
    return new LanguageServer(
        "fake",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FakeLanguageServer.class.getName(),
            mode),
        Map.of("fake", "fake"),
        "Install fake.");
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void offersNamesInTheServersOrderWithTheirDocumentation() throws Exception {
    var at = new TextPosition(1, 8);
    var completion = answer(service.complete(FILE, at));
    assertEquals(
        List.of("first", "names"), completion.items().stream().map(Completion.Item::name).toList());
    assertEquals(new TextPosition(1, 7), completion.start());
    var details = answer(service.describe(FILE, at, completion.items().getFirst()));
    assertEquals(new Completion.Details("name first", "What it is for.", List.of()), details);
  }

  @Test
  void refusesWhatIsAskedOnceItIsClosed() {
    service.close();
    var asked = service.outline(FILE);
    var problem = assertThrows(ExecutionException.class, () -> answer(asked));
    assertTrue(String.valueOf(problem.getCause()).endsWith("fake is closed."), problem::toString);
  }

  @Test
  void takesCodeAndDocumentationOfAHoverApart() throws Exception {
    var hover = answer(service.hover(FILE, new TextPosition(2, 2))).orElseThrow();
    assertEquals("name fish", hover.code());
    assertEquals("A name.", hover.doc());
  }

  @Test
  void goesToADefinitionInTextThatIsNotSaved() throws Exception {
    service.textChanged(FILE, "sand coral\ncoral\n");
    var found = answer(service.definition(FILE, new TextPosition(2, 1)));
    assertEquals(
        List.of(
            new SourceLocation(
                FILE,
                new TextRange(new TextPosition(1, 6), new TextPosition(1, 11)),
                "sand coral")),
        found);
  }

  @Test
  void renamesEveryPlace() throws Exception {
    var rename = answer(service.rename(FILE, new TextPosition(2, 1), "shark"));
    assertEquals("fish", rename.name());
    var text = Files.readString(project.resolve(FILE));
    assertEquals(
        "coral shark\nshark coral\n", TextEdit.applied(text, rename.files().getFirst().edits()));
  }

  @Test
  void saysWhatIsWrongWithTheNewestTextOnly() throws Exception {
    assertEquals(List.of(), answer(service.check(FILE)));
    service.textChanged(FILE, "coral\n  bad\n");
    var wrong = answer(service.check(FILE));
    assertEquals(
        List.of(
            new Diagnostic(
                Diagnostic.Severity.ERROR,
                "reef",
                "bad is bad",
                Optional.of(new Diagnostic.Place(FILE, 2, 3, 3)))),
        wrong);
    for (var i = 0; i < 50; i++) {
      service.textChanged(FILE, i % 2 == 0 ? "bad " + i : "good " + i);
    }
    assertEquals(List.of(), answer(service.check(FILE)));
  }

  @Test
  void saysWhatWasWrongLastWhereTheServerSaysNothingAgain() throws Exception {
    try (var sparing = new LspLanguage(fake("sparing"), project)) {
      sparing.textChanged(FILE, "bad");
      answer(sparing.hover(FILE, new TextPosition(1, 1))); // it has started
      assertEquals(1, answer(sparing.check(FILE)).size());
      sparing.textChanged(FILE, "bad\n");
      assertEquals(1, answer(sparing.check(FILE)).size());
    }
  }

  @Test
  void tellsOfWhatIsFoundOnceAFileIsSaved() throws Exception {
    try (var saving = new LspLanguage(fake("finds-when-saved"), project)) {
      answer(saving.hover(FILE, new TextPosition(1, 1))); // it has started
      assertEquals(List.of(), answer(saving.check(FILE)));
      var found = new CompletableFuture<String>();
      saving.whenFound(found::complete);
      saving.textDropped(FILE);
      assertEquals(FILE, answer(found));
      assertEquals("found when saved", answer(saving.check(FILE)).getFirst().text());
    }
  }

  @Test
  void namesWhatToInstallWhereThereIsNoServer() {
    var absent =
        new LanguageServer("none", List.of("no-such-server"), Map.of("fake", "x"), "Get it.");
    try (var none = new LspLanguage(absent, project)) {
      assertFalse(none.serves(FILE));
      assertEquals("Get it.", none.status(FILE));
    }
  }

  @Test
  void leavesAServerOffThatEndsAtOnce() {
    try (var dying = new LspLanguage(fake("dies"), project)) {
      assertTrue(dying.serves(FILE));
      var hover = dying.hover(FILE, new TextPosition(1, 1));
      var problem = assertThrows(ExecutionException.class, () -> answer(hover));
      assertEquals("fake does not start: exit code 3. Install fake.", reason(problem));
      assertFalse(dying.serves(FILE));
      assertEquals("fake does not start: exit code 3. Install fake.", dying.status(FILE));
    }
  }

  @Test
  void answersWithAReasonWhenTheServerDiesAtAQuestion() {
    try (var dying = new LspLanguage(fake("hover-dies"), project)) {
      var hover = dying.hover(FILE, new TextPosition(1, 1));
      assertThrows(ExecutionException.class, () -> answer(hover));
      var next = dying.definition(FILE, new TextPosition(1, 1));
      var problem = assertThrows(ExecutionException.class, () -> answer(next));
      assertTrue(reason(problem).contains("fake ended"));
    }
  }

  private static String reason(ExecutionException problem) {
    return String.valueOf(Objects.requireNonNull(problem.getCause()).getMessage());
  }
}
