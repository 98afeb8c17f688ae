package io.sluice.ring;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The tokens of this JVM's beacons, those lit by other class loaders included: they are in a system
 * property, the one place that all class loaders share. A JVM never asks after its own life, and
 * above all never opens its own lock files, for closing them again would drop the locks.
 */
final class OwnTokens {
  private static final String PROPERTY = "sluice.jvm.tokens";

  // Besides, as programs replace the system properties, test frameworks above all.
  private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

  private OwnTokens() {}

  static void add(String name) {
    OWN.add(name);
    System.getProperties()
        .merge(PROPERTY, name, (before, added) -> without(before, name) + "," + added);
  }

  static void remove(String name) {
    System.getProperties().computeIfPresent(PROPERTY, (key, before) -> without(before, name));
    OWN.remove(name);
  }

  private static String without(Object names, String name) {
    return Arrays.stream(names.toString().split(","))
        .filter(other -> !other.equals(name))
        .collect(Collectors.joining(","));
  }

  static boolean contains(String name) {
    return OWN.contains(name)
        || Arrays.asList(System.getProperty(PROPERTY, "").split(",")).contains(name);
  }
}
