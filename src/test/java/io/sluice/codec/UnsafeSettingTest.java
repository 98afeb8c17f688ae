package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM prints when it uses Kryo for the first time, seen in JVMs of its own. */
class UnsafeSettingTest {

  private static final boolean WARNS = Runtime.version().feature() >= 24;

  @TempDir Path directory;

  /** Encodes and decodes what takes Kryo's different ways to fields and arrays. */
  static final class Child {

    static class Item {
      public int number = 1;
      private final String text = "x";
      private final Object list = List.of(new long[] {1, 2});

      @Override
      public String toString() {
        return number + text + list;
      }
    }

    public static void main(String[] args) {
      Codec<Item> codec = Codec.kryo(Item.class);
      for (ByteBuffer buffer : List.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100))) {
        codec.encode(new Item(), buffer);
        codec.decode(buffer.flip());
      }
      System.out.print(System.getProperty("kryo.unsafe"));
    }
  }

  private record Output(String out, String err) {}

  private Output run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process child =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String errors = Files.readString(err, UTF_8);
      assertThat(child.exitValue()).as(errors).isZero();
      return new Output(Files.readString(out, UTF_8), errors);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void noJvmWarns() throws Exception {
    assertThat(run().err()).isEmpty();
  }

  @Test
  void isSetWhereUnsafeWarnsAndNowhereElse() throws Exception {
    assertThat(run().out()).isEqualTo(WARNS ? "false" : "null");
  }

  @Test
  void usersSettingIsKept() throws Exception {
    assumeTrue(WARNS, "Only JDK 24 and later are set");
    assertThat(run("-Dkryo.unsafe=true").out()).isEqualTo("true");
  }
}
