package dev.vivarium.workbench.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompilerTextTest {
  @Test
  void namesTheMethodThatMayHaveBeenMeant() {
    assertEquals(
        "No method dispawn() on entities. Did you mean despawn()?",
        CompilerText.readable(
            """
            cannot find symbol
              symbol:   method dispawn()
              location: class dev.vivarium.workbench.script.ScriptEntities\
            """));
    assertEquals(
        "No method qurey(java.lang.String) on the world. Did you mean query()?",
        CompilerText.readable(
            """
            cannot find symbol
              symbol:   method qurey(java.lang.String)
              location: variable world of type dev.vivarium.workbench.script.ScriptWorld\
            """));
  }

  @Test
  void listsTheMethodsThereAreWhereNoneIsNear() {
    assertEquals(
        "No method explode() on entities. There are despawn(), get(), numbers(), set(), size(),"
            + " update(), values(), vectors().",
        CompilerText.readable(
            """
            cannot find symbol
              symbol:   method explode()
              location: class dev.vivarium.workbench.script.ScriptEntities\
            """));
  }

  @Test
  void saysThatNothingHasSuchAName() {
    assertEquals(
        "Nothing is called wrold. Did you mean world?",
        CompilerText.readable(
            "cannot find symbol\n  symbol:   variable wrold\n  location: class "));
    assertEquals(
        "No type is called Lits.",
        CompilerText.readable("cannot find symbol\n  symbol:   class Lits\n  location: class "));
  }

  @Test
  void leavesTheNamesOfPackagesOut() {
    assertEquals(
        "incompatible types: ScriptEntity cannot be converted to int",
        CompilerText.readable(
            "incompatible types: dev.vivarium.workbench.script.ScriptEntity cannot be converted to"
                + " int"));
  }
}
