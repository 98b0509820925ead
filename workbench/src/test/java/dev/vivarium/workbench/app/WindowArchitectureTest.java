package dev.vivarium.workbench.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.vivarium.engine.ArchitectureRules;

@AnalyzeClasses(
    packages = "dev.vivarium.workbench",
    importOptions = ImportOption.DoNotIncludeTests.class)
class WindowArchitectureTest extends ArchitectureRules {
  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_AND_THE_COMPILER_PROCESS_WRITE_TO_STREAMS =
      noStandardStreams(
          "dev.vivarium.workbench.cli",
          "dev.vivarium.workbench.script", // takes what scripts print to their console
          "dev.vivarium.workbench.toolchain");

  @ArchTest
  static final ArchRule VIEW_MODELS_NEED_NO_TOOLKIT =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("ViewModel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javafx.scene..", "javafx.stage..", "javafx.application..", "org.fxmisc..")
          .because("view models decide and are tested without a toolkit");

  @ArchTest
  static final ArchRule SESSIONS_ARE_VALUES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("..workbench.session")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "dev.vivarium.engine..", "dev.vivarium.workbench.app..")
          .because("a world may run in another process, and a session knows no window");

  @ArchTest
  static final ArchRule THE_WINDOW_KNOWS_NO_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..workbench.bench..",
              "..workbench.bots..",
              "..workbench.cli..",
              "..workbench.doctor..",
              "..workbench.live..",
              "..workbench.toolchain..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.vivarium.engine..")
          .because("the window sees worlds only through WorldSession");
}
