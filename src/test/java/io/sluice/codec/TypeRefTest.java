package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeRefTest {

  @Test
  void keepsTheTypeArguments() {
    TypeRef<Map<String, List<int[]>>> ref = new TypeRef<>() {};
    assertThat(ref.type().getTypeName())
        .isEqualTo("java.util.Map<java.lang.String, java.util.List<int[]>>");
    assertThat(ref).hasToString(ref.type().getTypeName());
  }

  @Test
  void equalsAnotherOfTheSameType() {
    assertThat(new TypeRef<List<String>>() {})
        .isEqualTo(new TypeRef<List<String>>() {})
        .hasSameHashCodeAs(new TypeRef<List<String>>() {})
        .isNotEqualTo(new TypeRef<List<Integer>>() {});
  }

  @Test
  @SuppressWarnings("rawtypes")
  void refusesToBeRaw() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TypeRef() {});
  }

  @Test
  void refusesTypeVariables() {
    assertThatIllegalArgumentException().isThrownBy(TypeRefTest::<String>ofVariable);
    assertThatIllegalArgumentException().isThrownBy(TypeRefTest::<String>ofArrayOfVariable);
  }

  private static <T> TypeRef<List<T>> ofVariable() {
    return new TypeRef<>() {};
  }

  private static <T> TypeRef<T[]> ofArrayOfVariable() {
    return new TypeRef<>() {};
  }

  abstract static class Between<T> extends TypeRef<List<T>> {}

  @Test
  void refusesToBeExtendedTwice() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Between<String>() {});
  }
}
