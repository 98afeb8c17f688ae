package io.sluice.examples.webflux;

/**
 * What a worker gives back.
 *
 * @param mediaType {@code image/jpeg}, or {@code image/png} for what is partly transparent
 * @param image the file
 */
@SuppressWarnings("ArrayRecordComponent") // Travels once, and is never compared.
record Thumbnail(String mediaType, byte[] image) {}
