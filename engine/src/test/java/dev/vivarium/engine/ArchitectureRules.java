package dev.vivarium.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/// Rules that hold in every module; each module's test of its package arrows extends this.
public abstract class ArchitectureRules {
  @ArchTest
  public static final ArchRule timeIsReadInOnePlace =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.vivarium.engine.tick.NanoClock")
          .and()
          .doNotHaveFullyQualifiedName("dev.vivarium.workbench.part.WallClock")
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe("read the time", ArchitectureRules::readsTime))
          .because(
              "tests and replay step time by hand; take a NanoClock, a WallClock or a TickTime");

  @ArchTest
  public static final ArchRule theRuntimeStaysBehindOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vivarium.engine.plugin.wasm")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("run.endive..", "com.dylibso..")
          .because(
              "the next version of the runtime, or another one, must be a change in one package");

  @ArchTest
  public static final ArchRule nothingIsDeserialised =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .because("nothing from outside may choose which classes are made");

  /// @param except packages whose business they are
  protected static ArchRule noStandardStreams(String... except) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(except)
        .should()
        .accessFieldWhere(
            DescribedPredicate.describe("standard streams", ArchitectureRules::isStandardStream))
        .because("slf4j is for logs; only the command line writes to the terminal");
  }

  /// By a call or by a method reference.
  private static final Set<String> SYSTEM_CLOCKS =
      Set.of("system", "systemUTC", "systemDefaultZone");

  private static boolean readsTime(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    return (owner.isEquivalentTo(System.class)
            && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
        || (owner.getPackageName().equals("java.time")
            && (name.equals("now") || SYSTEM_CLOCKS.contains(name)));
  }

  private static boolean isStandardStream(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    return owner.isEquivalentTo(System.class) && (name.equals("out") || name.equals("err"));
  }
}
