package dev.vivarium.workbench.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The product's version, as the jar's manifest has it, and the Java that runs it.
final class ProductVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Vivarium.class.getPackage().getImplementationVersion();
    return new String[] {
      "vivarium " + Objects.requireNonNullElse(version, "(not packaged)"),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
