package dev.vivarium.engine.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Turns WebAssembly text into a module. The compiler behind it needs an older runtime than the
/// engine's and so lives in a class loader of its own; its jars lie in `target/wabt`, beside this
/// class. Thread-safe.
public final class WatCompiler {
  private static final Method PARSE = load();

  private WatCompiler() {}

  /// The module's bytes.
  ///
  /// @throws IllegalArgumentException with the compiler's message if the text is malformed
  public static synchronized byte[] compile(String wat) {
    try {
      return (byte[]) PARSE.invoke(null, wat);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getTargetException().getMessage() + "\n" + wat, e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /// Compiles `plugins/NAME.wat` of the test resources.
  public static byte[] fixture(String name) {
    return compile(text(name));
  }

  static String text(String name) {
    return resource(name + ".wat");
  }

  static String resource(String file) {
    try (var in = WatCompiler.class.getResourceAsStream("/plugins/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no plugins/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The class loader stays open for as long as the tests run.
  private static Method load() {
    try {
      URLClassLoader loader = new URLClassLoader("wabt", jars(), platform());
      return loader.loadClass("com.dylibso.chicory.wabt.Wat2Wasm").getMethod("parse", String.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("target/wabt is incomplete; build the engine's tests", e);
    }
  }

  private static ClassLoader platform() {
    return ClassLoader.getPlatformClassLoader();
  }

  private static URL[] jars() {
    try (Stream<Path> files = Files.list(directory())) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      URL[] urls = new URL[jars.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toUri().toURL();
      }
      return urls;
    } catch (IOException e) {
      throw new UncheckedIOException("no text-format compiler; build the engine's tests", e);
    }
  }

  // target/test-classes or target/engine-tests.jar: either way its parent is the build directory.
  private static Path directory() {
    try {
      var source = WatCompiler.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(source.toURI()).resolveSibling("wabt");
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
