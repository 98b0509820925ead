/// Who somebody is: accounts, passwords, session tokens and how often one may try.
@NullMarked
package dev.vivarium.net.server.account;

import org.jspecify.annotations.NullMarked;
