package dev.vivarium.net.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.vivarium.engine.ArchitectureRules;

/// The server's package arrows.
@AnalyzeClasses(
    packages = "dev.vivarium.net.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest extends ArchitectureRules {
  private static final String SERVER = "dev.vivarium.net.server.";

  @ArchTest
  static final ArchRule nettyStaysInTheTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER + "transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..")
          .because("how bytes travel must be a change in one package");

  @ArchTest
  static final ArchRule theDatabaseStaysInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER + "store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..")
          .because("another database must be a change in one package");

  @ArchTest
  static final ArchRule theStoreKnowsNobodyAbove =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER + "account..", SERVER + "control..", SERVER + "transport..")
          .because("what is kept does not depend on who asks for it");

  @ArchTest
  static final ArchRule theTransportKnowsNoAccounts =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER + "account..", SERVER + "control..")
          .because("who somebody is, is decided above");

  @ArchTest static final ArchRule noStreams = noStandardStreams();

  @ArchTest
  static final ArchRule noWindow =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.vivarium.workbench..", "javafx..", "org.lwjgl..")
          .because("a server runs without a screen");
}
