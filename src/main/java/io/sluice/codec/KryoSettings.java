package io.sluice.codec;

/**
 * What the user chose for all Kryos of a codec.
 *
 * @param references whether an object that occurs twice in an item is written once
 * @param registrationRequired whether classes that are not registered are refused
 * @param maxDepth how many objects deep an item may be
 * @param classLoader where the names of classes that are not registered are looked up
 */
record KryoSettings(
    boolean references, boolean registrationRequired, int maxDepth, ClassLoader classLoader) {}
