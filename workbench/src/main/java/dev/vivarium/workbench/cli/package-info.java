/// The command line: what each subcommand takes, checked, and handed on as a record of options.
@NullMarked
package dev.vivarium.workbench.cli;

import org.jspecify.annotations.NullMarked;
