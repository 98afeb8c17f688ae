/**
 * How items become bytes and bytes become items. A codec also names its format by a fingerprint
 * that is stored with the queue, so that two processes which would misread each other fail when
 * they open it and not at some later item.
 */
@NullMarked
package io.sluice.codec;

import org.jspecify.annotations.NullMarked;
