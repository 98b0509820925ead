package dev.vivarium.workbench.language;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// The language services of a project: each file is served by the first that knows its language.
public final class Languages implements LanguageService {
  private static final NoLanguage UNKNOWN =
      new NoLanguage("There is no language service for files of this kind.");

  private final List<LanguageService> services;

  private Languages(List<LanguageService> services) {
    this.services = List.copyOf(services);
  }

  /// Services for the sources of a trusted project; they start when they are first asked.
  ///
  /// @param before the opening of the project's world, which the start of the service that ships
  ///   with the program would hold up
  public static LanguageService of(Path project, Future<?> before) {
    var services = new ArrayList<LanguageService>();
    services.add(new AssemblyScriptLanguage(Toolchain.locate(), project, before));
    LanguageServer.KNOWN.forEach(server -> services.add(new LspLanguage(server, project)));
    return new Languages(services);
  }

  private LanguageService service(String path) {
    return services.stream()
        .filter(each -> each.serves(path))
        .findFirst()
        .or(() -> lacking(path))
        .orElse(UNKNOWN);
  }

  private Optional<LanguageService> lacking(String path) {
    return services.stream()
        .filter(each -> each instanceof LspLanguage language && language.isFor(path))
        .<LanguageService>map(each -> new NoLanguage(each.status(path)))
        .findFirst();
  }

  @Override
  public boolean serves(String path) {
    return service(path).serves(path);
  }

  @Override
  public String status(String path) {
    return service(path).status(path);
  }

  @Override
  public void textChanged(String path, String text) {
    service(path).textChanged(path, text);
  }

  @Override
  public void textDropped(String path) {
    service(path).textDropped(path);
  }

  @Override
  public CompletableFuture<Completion> complete(String path, TextPosition at) {
    return service(path).complete(path, at);
  }

  @Override
  public CompletableFuture<Completion.Details> describe(
      String path, TextPosition at, Completion.Item item) {
    return service(path).describe(path, at, item);
  }

  @Override
  public CompletableFuture<Optional<Hover>> hover(String path, TextPosition at) {
    return service(path).hover(path, at);
  }

  @Override
  public CompletableFuture<Optional<Signature>> signature(String path, TextPosition at) {
    return service(path).signature(path, at);
  }

  @Override
  public CompletableFuture<List<SourceLocation>> definition(String path, TextPosition at) {
    return service(path).definition(path, at);
  }

  @Override
  public CompletableFuture<List<SourceLocation>> references(String path, TextPosition at) {
    return service(path).references(path, at);
  }

  @Override
  public CompletableFuture<Rename> rename(String path, TextPosition at, String name) {
    return service(path).rename(path, at, name);
  }

  @Override
  public CompletableFuture<List<OutlineSymbol>> outline(String path) {
    return service(path).outline(path);
  }

  @Override
  public CompletableFuture<List<TextEdit>> format(String path) {
    return service(path).format(path);
  }

  @Override
  public CompletableFuture<List<Diagnostic>> check(String path) {
    return service(path).check(path);
  }

  @Override
  public boolean checksAlone(String path) {
    return service(path).checksAlone(path);
  }

  @Override
  public void whenFound(Consumer<String> listener) {
    services.forEach(service -> service.whenFound(listener));
  }

  @Override
  public CompletableFuture<String> read(String path) {
    return service(path).read(path);
  }

  @Override
  public void close() {
    services.forEach(LanguageService::close);
  }
}
