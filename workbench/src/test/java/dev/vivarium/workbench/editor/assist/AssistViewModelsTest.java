package dev.vivarium.workbench.editor.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.editor.FoundRow;
import dev.vivarium.workbench.editor.TextBuffer;
import dev.vivarium.workbench.language.Completion;
import dev.vivarium.workbench.language.FileEdit;
import dev.vivarium.workbench.language.SourceLocation;
import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import dev.vivarium.workbench.language.TextRange;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a service that takes 100 ms for each answer, and with one that refuses.
class AssistViewModelsTest {
  private static final String FILE = "fish.ts";
  private static final long DELAY_MS = 100;

  private final VirtualClock clock = new VirtualClock();
  private final SlowLanguage service = new SlowLanguage(clock, DELAY_MS);
  private final Typed editor = new Typed();
  private final CompletionViewModel completion =
      new CompletionViewModel(service, FILE, editor, Runnable::run, this::later);

  private Runnable later(long delayMs, Runnable task) {
    var cancelled = new boolean[1];
    clock.after(
        delayMs,
        () -> {
          if (!cancelled[0]) {
            task.run();
          }
        });
    return () -> cancelled[0] = true;
  }

  /// A text whose caret is at its end, as one types.
  private final class Typed implements EditedText {
    private String text = "";

    @Override
    public String text() {
      return text;
    }

    @Override
    public TextPosition caret() {
      var line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      return new TextPosition(line, text.length() - text.lastIndexOf('\n'));
    }

    @Override
    public void apply(List<TextEdit> edits) {
      text = TextEdit.applied(text, edits);
      service.textChanged(FILE, text);
    }

    void type(String letters) {
      letters.chars().mapToObj(Character::toString).forEach(this::typeOne);
    }

    private void typeOne(String letter) {
      typeAtOnce(letter);
    }

    void typeAtOnce(String letters) {
      text += letters;
      service.textChanged(FILE, text);
      completion.changed(letters);
    }
  }

  private List<String> names() {
    return completion.itemsProperty().get().stream().map(Completion.Item::name).toList();
  }

  @Test
  void offersMembersBehindADotAndWritesTheChosenOne() {
    editor.type("shoal.");
    assertFalse(completion.isOpen());
    clock.advance(DELAY_MS);
    assertEquals(List.of("transform", "velocity", "fish", "despawn"), names());
    completion.select(1);
    completion.accept();
    assertEquals("shoal.velocity", editor.text());
    assertFalse(completion.isOpen());
  }

  @Test
  void offersAlsoForKeysThatCameFasterThanTheWindowCouldFollow() {
    editor.typeAtOnce("shoal.ve");
    clock.advance(DELAY_MS);
    assertEquals(List.of("velocity"), names());
    editor.typeAtOnce("; ");
    assertFalse(completion.isOpen());
  }

  @Test
  void narrowsWhileAWordIsTypedWithoutAskingAgain() {
    editor.type("shoal.");
    clock.advance(DELAY_MS);
    var asked = service.asked.size();
    editor.type("ve");
    assertEquals(List.of("velocity"), names());
    assertEquals(asked, service.asked.size());
  }

  @Test
  void dropsAnAnswerToAnOlderText() {
    editor.type("shoal.");
    clock.advance(DELAY_MS / 2);
    editor.type(" ");
    clock.advance(DELAY_MS);
    assertFalse(completion.isOpen());
  }

  @Test
  void asksAgainForTheNewestTextWhileTypingGoesOn() {
    editor.type("shoal.v");
    clock.advance(DELAY_MS);
    assertEquals(List.of("velocity"), names());
  }

  @Test
  void importsTheChosenNameAfterItIsWritten() {
    editor.type("x.");
    clock.advance(DELAY_MS);
    completion.select(3);
    completion.accept();
    assertEquals("x.despawn", editor.text());
    clock.advance(DELAY_MS);
    assertEquals("import;\nx.despawn", editor.text());
  }

  @Test
  void importsAlsoWhereTypingWentOn() {
    editor.type("x.");
    clock.advance(DELAY_MS);
    completion.select(3);
    completion.accept();
    editor.type("(");
    clock.advance(2 * DELAY_MS);
    assertEquals("import;\nx.despawn(", editor.text());
  }

  @Test
  void describesTheSelectedNameOnceSelectingPauses() {
    editor.type("x.");
    clock.advance(DELAY_MS);
    completion.select(1);
    completion.select(1);
    clock.advance(80 + DELAY_MS);
    assertEquals("fish", completion.detailsProperty().get().code());
    assertEquals(1, service.asked.stream().filter(q -> q.startsWith("describe")).count());
  }

  @Test
  void saysWhyNothingIsOfferedOnlyWhereTheUserAsked() {
    service.refusal = "The service is away.";
    editor.type("x.");
    clock.advance(DELAY_MS);
    assertEquals("", completion.noticeProperty().get());
    completion.ask();
    clock.advance(DELAY_MS);
    assertEquals("The service is away.", completion.noticeProperty().get());
    editor.type("y");
    assertEquals("x.y", editor.text());
  }

  @Test
  void showsOnlyTheNewestHover() {
    var hints = new HintViewModel(service, FILE, editor, Runnable::run);
    hints.askHover(new TextPosition(1, 1));
    clock.advance(DELAY_MS / 2);
    hints.askHover(new TextPosition(1, 9));
    clock.advance(DELAY_MS / 2);
    assertTrue(hints.hoverProperty().get().isEmpty());
    clock.advance(DELAY_MS);
    assertEquals("at 9", hints.hoverProperty().get().orElseThrow().doc());
    hints.changed("x");
    assertTrue(hints.hoverProperty().get().isEmpty());
  }

  @Test
  void showsTheSignatureFromTheOpeningBracketToTheClosingOne() {
    var hints = new HintViewModel(service, FILE, editor, Runnable::run);
    editor.type("f(");
    hints.changed("(");
    clock.advance(DELAY_MS);
    assertTrue(hints.signatureProperty().get().isPresent());
    editor.type(")");
    hints.changed(")");
    clock.advance(DELAY_MS);
    assertTrue(hints.signatureProperty().get().isEmpty());
  }

  @Test
  void outlinesFollowTheCaretAndTheFilter() {
    var outline = new OutlineViewModel(service, Runnable::run, this::later);
    outline.show(FILE);
    clock.advance(DELAY_MS);
    outline.moved(new TextPosition(2, 3));
    assertEquals("hunger", outline.currentProperty().get().orElseThrow().name());
    outline.filterProperty().set("FIS");
    assertEquals("Fish", outline.symbolsProperty().get().getFirst().name());
    outline.filterProperty().set("nothing");
    assertTrue(outline.symbolsProperty().get().isEmpty());
    outline.show("world.json");
    assertEquals("No service for world.json", outline.noticeProperty().get());
  }

  @Test
  void saysWhyThereAreNoReferences() {
    var references = new ReferencesViewModel(service, Runnable::run);
    references.search(FILE, new TextPosition(4, 1), "line");
    clock.advance(DELAY_MS);
    assertEquals("1 reference to line", references.headingProperty().get());
    service.refusal = "Gone.";
    references.search(FILE, new TextPosition(4, 1), "line");
    clock.advance(DELAY_MS);
    assertEquals("Gone.", references.noticeProperty().get());
    assertTrue(references.rows().isEmpty());
    assertEquals("", references.headingProperty().get());
  }

  @Test
  void listsALineOnceUnderItsFileWithTheNameMarked() {
    var references = new ReferencesViewModel(service, Runnable::run);
    var square = "let bestSquared = SIGHT * SIGHT;";
    references.showDefinitions(
        "SIGHT",
        List.of(use(134, 21, square), use(134, 29, square), use(9, 7, "const SIGHT = 4;")));
    assertEquals("3 definitions of SIGHT on 2 lines", references.headingProperty().get());
    assertEquals(new FoundRow.InFile(FILE, 2), references.rows().getFirst());
    var first = (FoundRow.Place) references.rows().get(1);
    assertEquals(134, first.line());
    assertEquals("let bestSquared = ", first.excerpt().before());
    assertEquals("SIGHT", first.excerpt().matched());
  }

  @Test
  void saysWhatToDoWhereNothingRefersToTheName() {
    var references = new ReferencesViewModel(service, Runnable::run);
    references.showDefinitions("", List.of());
    assertTrue(references.noticeProperty().get().startsWith("Nothing refers to what is at the"));
    assertTrue(references.noticeProperty().get().contains("press Shift+F12"));
  }

  private static SourceLocation use(int line, int column, String text) {
    var at = new TextPosition(line, column);
    return new SourceLocation(FILE, new TextRange(at, at), text);
  }

  @Test
  void renamesOnceThereIsANewName() {
    var applied = new ArrayList<List<FileEdit>>();
    var rename = new RenameViewModel(service, Runnable::run, applied::add);
    rename.start(FILE, new TextPosition(1, 1));
    assertFalse(rename.isReady());
    clock.advance(DELAY_MS);
    assertEquals("old", rename.nameProperty().get());
    assertFalse(rename.isReady());
    rename.nameProperty().set("new");
    rename.confirm();
    clock.advance(DELAY_MS);
    assertEquals(1, applied.size());
    assertFalse(rename.openProperty().get());
  }

  @Test
  void leavesTheRenameOpenWithTheReasonWhereItIsRefused() {
    var rename = new RenameViewModel(service, Runnable::run, edits -> {});
    service.refusal = "It belongs to the SDK.";
    rename.start(FILE, new TextPosition(1, 1));
    clock.advance(DELAY_MS);
    assertTrue(rename.openProperty().get());
    assertEquals("It belongs to the SDK.", rename.problemProperty().get());
  }

  @Test
  void fiftyQuickChangesLeaveNoStaleSquiggle(@TempDir Path folder) throws Exception {
    var document = dirtyDocument(folder);
    var check = new TypingCheck(service, document, Runnable::run, this::later);
    for (var i = 0; i < 50; i++) {
      service.textChanged(FILE, i % 2 == 0 ? "bad" : "good");
      check.changed();
      clock.advance(TypingCheck.PAUSE_MS + 10L * (i % 20) - 90);
      var shown = document.diagnosticsProperty().get();
      assertTrue(shown.isEmpty() || service.text.equals("bad"), "after change " + i);
      document.typed(List.of());
    }
    clock.advance(1000);
    assertEquals(List.of(), document.diagnosticsProperty().get());
    service.textChanged(FILE, "bad");
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(1, document.diagnosticsProperty().get().size());
  }

  @Test
  void asksAgainAFewTimesWhereACheckFailed(@TempDir Path folder) throws Exception {
    var document = dirtyDocument(folder);
    var check = new TypingCheck(service, document, Runnable::run, this::later);
    service.textChanged(FILE, "bad");
    service.refusal = "busy";
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(List.of(), document.diagnosticsProperty().get());
    service.refusal = "";
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(1, document.diagnosticsProperty().get().size());
    service.refusal = "gone";
    service.asked.clear();
    check.changed();
    clock.advance(100 * (TypingCheck.PAUSE_MS + DELAY_MS));
    assertEquals(1 + TypingCheck.TRIES_AGAIN, service.asked.size());
  }

  private DocumentViewModel dirtyDocument(Path folder) throws Exception {
    Files.writeString(folder.resolve(FILE), "");
    var files = new EditorViewModel(new ProjectFiles(folder), Runnable::run, Runnable::run);
    assertTrue(files.open(FILE).join());
    var document = files.find(FILE).orElseThrow();
    document.attach(new Buffer());
    document.dirtyProperty().set(true);
    return document;
  }

  @Test
  void anAnswerAboutAnOlderTextMarksNothing(@TempDir Path folder) throws Exception {
    var document = dirtyDocument(folder);
    var check = new TypingCheck(service, document, Runnable::run, this::later);
    service.textChanged(FILE, "bad");
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS / 2);
    // The text changed, and the service has not been told yet.
    document.edited();
    clock.advance(DELAY_MS);
    assertEquals(List.of(), document.diagnosticsProperty().get());
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(1, document.diagnosticsProperty().get().size());
  }

  @Test
  void asksAgainWhereTheServiceDroppedACheckForAnotherFiles(@TempDir Path folder) throws Exception {
    var document = dirtyDocument(folder);
    var check = new TypingCheck(service, document, Runnable::run, this::later);
    service.textChanged(FILE, "bad");
    service.drops = 2 + TypingCheck.TRIES_AGAIN;
    check.changed();
    clock.advance((TypingCheck.PAUSE_MS + DELAY_MS) * (2 + TypingCheck.TRIES_AGAIN));
    assertEquals(0, service.drops);
    assertEquals(List.of(), document.diagnosticsProperty().get());
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(1, document.diagnosticsProperty().get().size());
    clock.advance(10 * TypingCheck.PAUSE_MS);
    assertEquals(3 + TypingCheck.TRIES_AGAIN, service.asked.size());
  }

  @Test
  void aServiceThatChecksAloneMarksAlsoASavedText(@TempDir Path folder) throws Exception {
    var document = dirtyDocument(folder);
    document.dirtyProperty().set(false);
    var check = new TypingCheck(service, document, Runnable::run, this::later);
    service.textChanged(FILE, "bad");
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(List.of(), document.diagnosticsProperty().get());
    service.checksAlone = true;
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(1, document.diagnosticsProperty().get().size());
    service.textChanged(FILE, "good");
    check.changed();
    clock.advance(TypingCheck.PAUSE_MS + DELAY_MS);
    assertEquals(List.of(), document.diagnosticsProperty().get());
  }

  private static final class Buffer implements TextBuffer {
    @Override
    public String text() {
      return "";
    }

    @Override
    public void replace(String text) {}

    @Override
    public void markSaved() {}
  }
}
