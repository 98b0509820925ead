package dev.vivarium.net.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.vivarium.net.client",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ClientArchitectureTest {
  @ArchTest
  static final ArchRule knowsTheProtocolOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("dev.vivarium.net.client..", "dev.vivarium.net.protocol..")
                  .or(resideOutsideOfPackage("dev.vivarium..")))
          .because("a client without an engine is what bots, tools and other games need");

  @ArchTest
  static final ArchRule jsonIsTheProtocolsBusiness =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAPackage("com.fasterxml.."))
          .because("a second way to read it would differ");

  @ArchTest
  static final ArchRule onlyAdaptersOpenConnections =
      noClasses()
          .that()
          .doNotHaveSimpleName("RestHttpAdapter")
          .and()
          .haveSimpleNameNotStartingWith("WebSocket")
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.net.http.."))
          .because("what carries requests and texts is exchangeable");

  @ArchTest
  static final ArchRule nettyIsForTheTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vivarium.net.client.transport..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.netty.."))
          .because("what carries realtime messages is exchangeable");

  @ArchTest
  static final ArchRule realtimeKnowsNoTransport =
      noClasses()
          .that()
          .resideInAPackage("dev.vivarium.net.client.realtime..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.vivarium.net.client.transport..", "dev.vivarium.net.client.memory.."))
          .because("a client is made with its carrier");

  @ArchTest
  static final ArchRule timeIsReadInOnePlace =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("ClientClock")
          .and()
          .doNotHaveFullyQualifiedName("dev.vivarium.net.client.ClientClock$1")
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe("read the time", ClientArchitectureTest::readsTime))
          .because("tests step time by hand; take a ClientClock");

  @ArchTest
  static final ArchRule nothingIsWrittenToTheTerminal =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("slf4j is for logs");

  private static boolean readsTime(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return (owner.equals("java.lang.System")
            && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
        || (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")));
  }
}
