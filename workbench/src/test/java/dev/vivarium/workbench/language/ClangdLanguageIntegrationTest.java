package dev.vivarium.workbench.language;

import static dev.vivarium.workbench.language.Places.answer;
import static dev.vivarium.workbench.language.Places.in;
import static dev.vivarium.workbench.language.Places.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.workbench.session.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the real clangd and a plugin written in C, where clangd is installed.
class ClangdLanguageIntegrationTest {
  private static final String REEF = "plugins/reef/reef.c";
  private static final String CORAL = "plugins/reef/coral.h";
  private static final String CORAL_TEXT =
      """
      #pragma once

      // A polyp and its age.
      struct Coral {
        float age; // In seconds.
        int polyps;
      };

      // Makes a coral older.
      void grow(struct Coral *coral, float seconds);
      """;
  private static final String REEF_TEXT =
      """
      #include "coral.h"

      void grow(struct Coral *coral, float seconds) {
        coral->age += seconds;
      }

      void tick(struct Coral *corals, int count) {
        for (int i = 0; i < count; i++) {
          grow(&corals[i], 0.05f);
        }
      }
      """;

  @TempDir static Path project;
  private static LspLanguage service;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(clangd().program().isPresent(), "there is no clangd on the path");
    Files.createDirectories(project.resolve("plugins/reef"));
    Files.writeString(project.resolve(CORAL), CORAL_TEXT);
    Files.writeString(project.resolve(REEF), REEF_TEXT);
    service = new LspLanguage(clangd(), project);
  }

  private static LanguageServer clangd() {
    return LanguageServer.KNOWN.stream()
        .filter(server -> server.name().equals("clangd"))
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @AfterEach
  void forget() {
    service.textDropped(REEF);
    service.textDropped(CORAL);
  }

  private static String renamed(Rename rename, String path, String text) {
    var edits = rename.files().stream().filter(file -> file.path().equals(path)).findFirst();
    return TextEdit.applied(text, edits.orElseThrow().edits());
  }

  @Test
  void offersTheFieldsOfAStructAlsoAtTheVeryFirstQuestion() throws Exception {
    var typed = REEF_TEXT.replace("coral->age += seconds;", "coral->");
    try (var fresh = new LspLanguage(clangd(), project)) {
      fresh.textChanged(REEF, typed);
      var at = in(typed, "coral->", "\n");
      var completion = answer(fresh.complete(REEF, at));
      assertEquals(List.of("age", "polyps"), names(completion));
      var details = answer(fresh.describe(REEF, at, completion.items().getFirst()));
      assertEquals("age: float", details.code());
    }
  }

  @Test
  void offersAFunctionOnceThoughItIsDeclaredInAHeader() throws Exception {
    answer(service.outline(CORAL));
    var typed = REEF_TEXT.replace("grow(&corals[i], 0.05f);", "gro");
    service.textChanged(REEF, typed);
    var completion = answer(service.complete(REEF, in(typed, "    gro", "\n")));
    assertEquals(List.of("grow"), names(completion));
    assertEquals(in(typed, "    ", "gro"), completion.start());
  }

  @Test
  void saysWhatANameIsWithoutMarksOfMarkdown() throws Exception {
    var hover = answer(service.hover(REEF, in(REEF_TEXT, "    gr", "ow"))).orElseThrow();
    assertEquals("void grow(struct Coral *coral, float seconds)", hover.code());
    assertTrue(hover.doc().endsWith("Makes a coral older."), hover.doc());
    assertFalse(hover.doc().contains("`") || hover.doc().contains("#"), hover.doc());
  }

  @Test
  void saysWhichParameterIsWritten() throws Exception {
    var at = in(REEF_TEXT, "grow(&corals[i], ", "0.05");
    var signature = answer(service.signature(REEF, at)).orElseThrow();
    var parameter = signature.parameters().get(signature.active());
    assertEquals("float seconds", signature.label().substring(parameter.start(), parameter.end()));
  }

  @Test
  void goesToADefinitionInAHeaderAndToTheHeaderItself() throws Exception {
    var age = answer(service.definition(REEF, in(REEF_TEXT, "coral->a", "ge"))).getFirst();
    assertEquals(CORAL, age.path());
    assertEquals(in(CORAL_TEXT, "float ", "age;"), age.range().start());
    var header = answer(service.definition(REEF, in(REEF_TEXT, "\"co", "ral.h"))).getFirst();
    assertEquals(CORAL, header.path());
  }

  @Test
  void findsTheUsesInFilesThatNobodyOpened() throws Exception {
    try (var fresh = new LspLanguage(clangd(), project)) {
      var uses = answer(fresh.references(CORAL, in(CORAL_TEXT, "float a", "ge")));
      assertEquals(List.of(CORAL, REEF), uses.stream().map(SourceLocation::path).sorted().toList());
    }
  }

  @Test
  void renamesAFieldAndAFunctionInSourceAndHeader() throws Exception {
    var field = answer(service.rename(REEF, in(REEF_TEXT, "coral->a", "ge"), "years"));
    assertEquals("age", field.name());
    assertEquals(CORAL_TEXT.replace("float age", "float years"), renamed(field, CORAL, CORAL_TEXT));
    assertEquals(REEF_TEXT.replace("->age", "->years"), renamed(field, REEF, REEF_TEXT));
    var function = answer(service.rename(REEF, in(REEF_TEXT, "    gr", "ow"), "mature"));
    assertEquals(CORAL_TEXT.replace("grow", "mature"), renamed(function, CORAL, CORAL_TEXT));
    assertEquals(REEF_TEXT.replace("grow", "mature"), renamed(function, REEF, REEF_TEXT));
  }

  @Test
  void renamesInTextThatIsNotSaved() throws Exception {
    var typed = "// Not saved.\n" + REEF_TEXT;
    service.textChanged(REEF, typed);
    var field = answer(service.rename(REEF, in(typed, "coral->a", "ge"), "years"));
    assertEquals(typed.replace("->age", "->years"), renamed(field, REEF, typed));
  }

  @Test
  void outlinesAHeader() throws Exception {
    var outline = answer(service.outline(CORAL));
    assertEquals(List.of("Coral", "grow"), outline.stream().map(OutlineSymbol::name).toList());
    assertEquals(
        List.of("age", "polyps"),
        outline.getFirst().children().stream().map(OutlineSymbol::name).toList());
  }

  @Test
  void formats() throws Exception {
    var typed = REEF_TEXT.replace("    grow(&", "         grow( &");
    service.textChanged(REEF, typed);
    var formatted = TextEdit.applied(typed, answer(service.format(REEF)));
    assertTrue(formatted.contains("\n    grow(&corals[i], 0.05f);"), formatted);
  }

  @Test
  void saysWhatIsWrongWithTheNewestText() throws Exception {
    assertEquals(List.of(), answer(service.check(REEF)));
    var typed = REEF_TEXT.replace("coral->age +=", "coral->agee +=");
    service.textChanged(REEF, typed);
    assertEquals(
        List.of(
            new Diagnostic(
                Diagnostic.Severity.ERROR,
                "reef",
                "No member named 'agee' in 'struct Coral'",
                Optional.of(new Diagnostic.Place(REEF, 4, 10, 4)))),
        answer(service.check(REEF)));
    service.textDropped(REEF);
    assertEquals(List.of(), answer(service.check(REEF)));
  }

  @Test
  void tellsThatASourceIsWrongOnceItsHeaderIsSaved() throws Exception {
    try (var fresh = new LspLanguage(clangd(), project)) {
      assertEquals(List.of(), answer(fresh.check(REEF)));
      assertEquals(List.of(), answer(fresh.check(CORAL)));
      var found = new CompletableFuture<String>();
      fresh.whenFound(path -> {
        if (path.equals(REEF)) {
          found.complete(path);
        }
      });
      Files.writeString(project.resolve(CORAL), CORAL_TEXT.replace("float age", "float years"));
      fresh.textDropped(CORAL);
      answer(found);
      var wrong = answer(fresh.check(REEF));
      assertEquals("No member named 'age' in 'struct Coral'", wrong.getFirst().text());
    } finally {
      Files.writeString(project.resolve(CORAL), CORAL_TEXT);
    }
  }
}
