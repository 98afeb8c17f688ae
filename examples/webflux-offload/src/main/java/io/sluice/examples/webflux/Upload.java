package io.sluice.examples.webflux;

/**
 * What a worker is given.
 *
 * @param image a file in any format that the JDK reads
 * @param width how wide the thumbnail may be, in pixels
 */
@SuppressWarnings("ArrayRecordComponent") // Travels once, and is never compared.
record Upload(byte[] image, int width) {}
