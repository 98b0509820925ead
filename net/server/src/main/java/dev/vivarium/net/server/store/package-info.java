/// What outlives the server: accounts, chat history and storage objects, behind repository
/// interfaces that another database can take over. SQLite holds them; nothing outside this package
/// knows.
@NullMarked
package dev.vivarium.net.server.store;

import org.jspecify.annotations.NullMarked;
