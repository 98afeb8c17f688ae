/** The systems compared, each behind {@link io.sluice.bench.Peer}. */
@NullMarked
package io.sluice.bench.peer;

import org.jspecify.annotations.NullMarked;
