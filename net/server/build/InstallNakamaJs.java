import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Brings Nakama's JavaScript client from npm into target/nakama-js, scripts off, with the campaign that runs it. Run by Maven with
 * the module's folder as its argument; installs nothing when up to date, and nothing where there is no Node.js: the test is skipped
 * there.
 */
public final class InstallNakamaJs {
  private static final List<String> NPM_FILES = List.of("package.json", "package-lock.json", ".npmrc");
  private static final String CAMPAIGN = "nakama.mjs";

  private InstallNakamaJs() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path source = Path.of(args[0]).resolve("src/test/js");
    Path target = Path.of(args[0]).resolve("target/nakama-js");
    Files.createDirectories(target);
    copy(source, target, CAMPAIGN);
    Path stamp = target.resolve("installed.json");
    Path lock = source.resolve("package-lock.json");
    if (Files.exists(stamp) && Files.mismatch(stamp, lock) < 0) return;
    for (String file : NPM_FILES) copy(source, target, file);
    int code = npm(target);
    if (code == 0) {
      Files.copy(lock, stamp, StandardCopyOption.REPLACE_EXISTING);
    } else if (code > 0) {
      System.err.println("'npm ci' ended with code " + code + " in " + target + ": see its message above.");
      System.exit(1);
    }
  }

  private static void copy(Path source, Path target, String file) throws IOException {
    Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Its exit code, or -1 where there is no npm. */
  private static int npm(Path folder) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    List<String> npm = windows ? List.of("cmd", "/c", "npm") : List.of("npm");
    List<String> arguments = List.of("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    List<String> command = Stream.concat(npm.stream(), arguments.stream()).toList();
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    } catch (IOException e) {
      System.out.println("npm was not found: Nakama's client is not tested.");
      return -1;
    }
  }
}
