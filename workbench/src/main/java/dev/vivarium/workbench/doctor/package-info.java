/// What this system has and lacks for building, running and showing worlds, and how to get it.
@NullMarked
package dev.vivarium.workbench.doctor;

import org.jspecify.annotations.NullMarked;
