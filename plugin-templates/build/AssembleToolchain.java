import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Brings the AssemblyScript compiler and TypeScript's language service from npm and assembles target/toolchain: what a built product
 * ships. Run by Maven with the module's folder as its argument; does nothing when up to date.
 */
public final class AssembleToolchain {
  private static final List<String> NPM_FILES = List.of("package.json", "package-lock.json", ".npmrc");

  /** What is needed at run time; the rest of the packages is for other ways of using them. */
  private static final List<String> PACKAGE_FILES =
      List.of(
          "assemblyscript/package.json",
          "assemblyscript/LICENSE",
          "assemblyscript/NOTICE",
          "assemblyscript/dist/assemblyscript.js",
          "assemblyscript/lib/binaryen.js",
          "binaryen/package.json",
          "binaryen/LICENSE",
          "binaryen/index.js",
          "long/package.json",
          "long/LICENSE",
          "long/index.js",
          "typescript/package.json",
          "typescript/LICENSE.txt",
          "typescript/ThirdPartyNoticeText.txt",
          "typescript/lib/typescript.js");

  private final Path module;

  private AssembleToolchain(Path module) {
    this.module = module;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      new AssembleToolchain(Path.of(args[0])).run();
    } catch (MissingNpm e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException {
    Path npm = module.resolve("target/npm");
    if (!upToDate(npm)) install(npm);
    assemble(npm.resolve("node_modules"));
    // The workbench's compiler looks for this module's classes, of which there are none, where
    // nothing packaged them.
    Files.createDirectories(module.resolve("target/classes"));
  }

  private boolean upToDate(Path npm) throws IOException {
    Path stamp = npm.resolve("installed.json");
    if (!Files.exists(stamp)) return false;
    for (String file : PACKAGE_FILES) {
      if (!Files.exists(npm.resolve("node_modules").resolve(file))) return false;
    }
    return Files.mismatch(stamp, source("package-lock.json")) < 0;
  }

  private void install(Path npm) throws IOException, InterruptedException {
    Files.createDirectories(npm);
    for (String file : NPM_FILES) {
      Files.copy(source(file), npm.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    System.out.println("Installing the AssemblyScript compiler with npm");
    runNpm(npm);
    Files.copy(
        source("package-lock.json"),
        npm.resolve("installed.json"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void runNpm(Path folder) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    List<String> npm = windows ? List.of("cmd", "/c", "npm") : List.of("npm");
    List<String> command =
        Stream.concat(
                npm.stream(),
                Stream.of(
                    "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"))
            .toList();
    Process process;
    try {
      process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    } catch (IOException e) {
      throw new MissingNpm(
          "npm was not found. Install Node.js 18 or newer (https://nodejs.org, or 'apt install"
              + " nodejs npm'); it is only needed to build Vivarium from source.");
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new MissingNpm(
          "'npm ci' ended with code "
              + code
              + " in "
              + folder
              + ": see its message above. It needs Node.js 18 or newer and its registry; npm is only"
              + " needed to build Vivarium from source.");
    }
  }

  private void assemble(Path packages) throws IOException {
    Path target = module.resolve("target/toolchain/assemblyscript");
    for (String file : PACKAGE_FILES) {
      copy(packages.resolve(file), target.resolve("node_modules").resolve(file));
    }
    String library = "assemblyscript/std/assembly";
    mirror(packages.resolve(library), target.resolve("node_modules").resolve(library));
    mirror(source("sdk"), target.resolve("sdk"));
    mirror(source("compiler"), target.resolve("compiler"));
    copy(source("package.json"), target.resolve("package.json"));
  }

  private Path source(String name) {
    return module.resolve("assemblyscript").resolve(name);
  }

  /** Makes `to` hold what `from` holds, and nothing else. */
  private static void mirror(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      Files.walkFileTree(to, new Without(from, to));
    }
    try (var files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copyUnchecked(file, to.resolve(from.relativize(file).toString())));
    }
  }

  private static void copyUnchecked(Path from, Path to) {
    try {
      copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to) && Files.mismatch(from, to) < 0) return;
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Deletes files that are no longer in the source. */
  private static final class Without extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Without(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!Files.exists(from.resolve(to.relativize(file).toString()))) Files.delete(file);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class MissingNpm extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingNpm(String message) {
      super(message);
    }
  }
}
