package dev.vivarium.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/// The engine's package arrows, lower packages never reaching up.
@AnalyzeClasses(
    packages = "dev.vivarium.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class EngineArchitectureTest extends ArchitectureRules {
  private static final String ENGINE = "dev.vivarium.engine.";

  @ArchTest static final ArchRule schemaKnowsNobody = arrow("schema..");

  @ArchTest static final ArchRule ecsKnowsSchemas = arrow("ecs..", "schema..");

  @ArchTest static final ArchRule busKnowsSchemas = arrow("bus..", "schema..");

  @ArchTest
  static final ArchRule tickKnowsStoreAndBus = arrow("tick..", "ecs..", "bus..", "schema..");

  @ArchTest
  static final ArchRule traceKnowsTheTick =
      arrow("trace..", "ecs..", "bus..", "tick..", "schema..");

  @ArchTest static final ArchRule storeKnowsEntities = arrow("store..", "ecs..", "schema..");

  @ArchTest
  static final ArchRule pluginsKnowTheTick =
      arrow("plugin..", "tick..", "trace..", "ecs..", "bus..", "schema..");

  @ArchTest static final ArchRule wasmKnowsNobody = arrow("plugin.wasm..");

  @ArchTest static final ArchRule noStreams = noStandardStreams();

  @ArchTest
  static final ArchRule noOtherModule =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.vivarium.net..",
              "dev.vivarium.workbench..",
              "dev.vivarium.preview..",
              "javafx..",
              "io.netty..",
              "org.lwjgl..")
          .because("a world runs the same in a server, a preview and the workbench");

  private static ArchRule arrow(String from, String... to) {
    List<String> allowed = new ArrayList<>(List.of(ENGINE + from));
    for (String target : to) {
      allowed.add(ENGINE + target);
    }
    return classes()
        .that()
        .resideInAPackage(ENGINE + from)
        .should()
        .onlyDependOnClassesThat(inOtherWorldsOr(allowed))
        .because("lower packages never reach up");
  }

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      inOtherWorldsOr(List<String> allowed) {
    return com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
            "dev.vivarium..")
        .or(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                allowed.toArray(String[]::new)));
  }
}
