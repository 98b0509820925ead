/// What the editor offers while source is typed: completion, documentation, signatures, rename,
/// references and the outline. Decided by view models over a
/// [dev.vivarium.workbench.language.LanguageService], which may be slow or refuse.
@NullMarked
package dev.vivarium.workbench.editor.assist;

import org.jspecify.annotations.NullMarked;
