import java.io.IOException;
import java.nio.file.Path;

/** Runs the toolchain's tests with node; says so and passes where there is none. */
public final class TestToolchain {
  private TestToolchain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path module = Path.of(args[0]).toAbsolutePath();
    Path tests = module.resolve("assemblyscript/test");
    Process node;
    try {
      node =
          new ProcessBuilder("node", "--test", "--test-reporter=dot")
              .directory(tests.toFile())
              .inheritIO()
              .start();
    } catch (IOException e) {
      System.out.println("SKIPPED: the toolchain's tests need node, which was not found");
      return;
    }
    System.exit(node.waitFor());
  }
}
