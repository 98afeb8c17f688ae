/**
 * A queue under load for a while, whose processes of every role are killed and stopped at random,
 * and an independent check of what each of them has written down.
 */
package io.sluice.soak;
