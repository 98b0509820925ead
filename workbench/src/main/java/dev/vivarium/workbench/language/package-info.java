/// What the editor asks about source text while it is typed: completion, hover, definitions, rename
/// and what is wrong, from language services in processes of their own. Values only.
@NullMarked
package dev.vivarium.workbench.language;

import org.jspecify.annotations.NullMarked;
