package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.CodecException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8CodecTest {

  private final Codec<String> codec = Codec.utf8();

  @Test
  void isPlainUtf8() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += 7) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        String text = "a" + Character.toString(codePoint) + "z";
        byte[] bytes = Encoded.encode(codec, text);
        assertThat(bytes).isEqualTo(text.getBytes(UTF_8));
        assertThat(Encoded.decode(codec, bytes)).isEqualTo(text);
      }
    }
  }

  @Test
  void keepsTheReplacementCharacterWhereItWasWritten() {
    assertThat(Encoded.roundTrip(codec, "a\uFFFDb")).isEqualTo("a\uFFFDb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud800", "a\ud800", "\udc00", "\udc00\ud800", "\ud83d\ude00\ud83d", "\ud83dx"})
  void refusesUnpairedSurrogates(String text) {
    for (ByteBuffer target :
        new ByteBuffer[] {
          ByteBuffer.allocate(0), ByteBuffer.allocate(64), ByteBuffer.allocateDirect(64)
        }) {
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> codec.encode(text, target))
          .withMessageContaining("surrogate");
      assertThat(target.position()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c3",
        "c328",
        "e282",
        "f09f98",
        "c080",
        "eda080",
        "ff",
        "61fffe",
        "f4908080"
      })
  void refusesMalformedBytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    for (ByteBuffer source : new ByteBuffer[] {ByteBuffer.wrap(bytes), direct}) {
      assertThatExceptionOfType(CodecException.class).isThrownBy(() -> codec.decode(source));
      assertThat(source.position()).isZero();
    }
  }

  @Test
  void namesItself() {
    assertThat(codec.fingerprint()).isEqualTo("utf8");
    assertThat(Codec.bytes().fingerprint()).isEqualTo("bytes");
  }
}
