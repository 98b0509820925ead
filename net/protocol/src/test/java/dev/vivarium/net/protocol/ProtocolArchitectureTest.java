package dev.vivarium.net.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.vivarium.net.protocol",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ProtocolArchitectureTest {
  @ArchTest
  static final ArchRule knowsNoSibling =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("dev.vivarium.net.protocol..")
                  .or(resideOutsideOfPackage("dev.vivarium..")))
          .because("server and client share it, and neither may reach the other through it");

  @ArchTest
  static final ArchRule opensNoSocket =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "javax.net..", "java.nio.channels..", "io.netty..")
          .because("messages are values; who carries them is not their business");

  @ArchTest
  static final ArchRule controlStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.vivarium.net.protocol.control..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.vivarium.net.protocol.realtime..", "dev.vivarium.net.protocol.replication..")
          .because("signing in and chatting must not change with how worlds are sent");

  @ArchTest
  static final ArchRule onlyControlIsJson =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vivarium.net.protocol.control..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..")
          .because("a hot path that reads JSON is no hot path");
}
