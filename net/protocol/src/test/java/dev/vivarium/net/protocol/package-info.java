/// What tests of several codecs share.
@NullMarked
package dev.vivarium.net.protocol;

import org.jspecify.annotations.NullMarked;
