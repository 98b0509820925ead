/// Who may do what in a server's worlds: roles that last, and the functions by which people who may
/// give roles, kick, ban, mute and hand the presenter's place over.
@NullMarked
package dev.vivarium.net.server.people;

import org.jspecify.annotations.NullMarked;
