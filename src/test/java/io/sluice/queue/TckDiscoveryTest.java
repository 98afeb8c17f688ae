package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipe.PipeReceiveTckTest;
import io.sluice.pipe.PipeSubscriberBlackboxTckTest;
import io.sluice.pipe.PipeSubscriberWhiteboxTckTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/**
 * The verifications are TestNG's. Without an engine for those they would be passed over in silence,
 * and their own counts with them: so this asks the engine from outside.
 */
class TckDiscoveryTest {
  private static final Map<Class<?>, TckReport> VERIFICATIONS =
      Map.of(
          ReceiveTckTest.class, TckReport.PUBLISHER,
          ManualAckTckTest.class, TckReport.PUBLISHER,
          RemoteFeederTckTest.class, TckReport.PUBLISHER,
          SubscriberBlackboxTckTest.class, TckReport.BLACKBOX_SUBSCRIBER,
          RemoteConsumerBlackboxTckTest.class, TckReport.BLACKBOX_SUBSCRIBER,
          SubscriberWhiteboxTckTest.class, TckReport.WHITEBOX_SUBSCRIBER,
          RemoteConsumerWhiteboxTckTest.class, TckReport.WHITEBOX_SUBSCRIBER,
          PipeReceiveTckTest.class, TckReport.PUBLISHER,
          PipeSubscriberBlackboxTckTest.class, TckReport.BLACKBOX_SUBSCRIBER,
          PipeSubscriberWhiteboxTckTest.class, TckReport.WHITEBOX_SUBSCRIBER);

  @TestFactory
  List<DynamicTest> everyTestOfTheKitIsFound() {
    return VERIFICATIONS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().getSimpleName(),
                    () -> assertThat(found(entry.getKey())).isEqualTo(entry.getValue().found())))
        .toList();
  }

  private static long found(Class<?> verification) {
    TestEngine engine =
        ServiceLoader.load(TestEngine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(known -> known.getId().equals("testng"))
            .findAny()
            .orElseThrow(() -> new AssertionError("no engine runs TestNG's tests"));
    return engine
        .discover(new Request(verification), UniqueId.forEngine(engine.getId()))
        .getDescendants()
        .stream()
        .filter(TestDescriptor::isTest)
        .count();
  }

  /** All of a class. */
  private record Request(Class<?> verification) implements EngineDiscoveryRequest {
    @Override
    public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> type) {
      DiscoverySelector selector = DiscoverySelectors.selectClass(verification);
      return type.isInstance(selector) ? List.of(type.cast(selector)) : List.of();
    }

    @Override
    public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> type) {
      return List.of();
    }

    @Override
    public ConfigurationParameters getConfigurationParameters() {
      return new NoParameters();
    }
  }

  private static final class NoParameters implements ConfigurationParameters {
    @Override
    public Optional<String> get(String key) {
      return Optional.empty();
    }

    @Override
    public Optional<Boolean> getBoolean(String key) {
      return Optional.empty();
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract still.
    public int size() {
      return 0;
    }

    @Override
    public java.util.Set<String> keySet() {
      return java.util.Set.of();
    }
  }
}
