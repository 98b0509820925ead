package dev.vivarium.net.replica;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.vivarium.net.replica",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ReplicaArchitectureTest {
  @ArchTest
  static final ArchRule knowsEngineClientAndProtocol =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.vivarium.net.replica..",
                      "dev.vivarium.net.client..",
                      "dev.vivarium.net.protocol..",
                      "dev.vivarium.engine..")
                  .or(resideOutsideOfPackage("dev.vivarium..")))
          .because("a client knows no server but by the protocol");

  @ArchTest
  static final ArchRule opensNoConnections =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.netty..", "java.net.."))
          .because("what carries messages is net.client's business");

  @ArchTest
  static final ArchRule leavesWebAssemblyToTheEngine =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAPackage("run.endive.."))
          .because("the runtime could be replaced by changing one package");

  @ArchTest
  static final ArchRule timeIsGiven =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("tests step time by hand");
}
