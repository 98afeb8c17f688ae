package io.sluice.ring;

import io.sluice.memory.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Who is on record in a queue's file, read without mapping it or taking part.
 *
 * @param tokens the JVMs that its participants' words name, dead or alive
 * @param creator its creator's token
 * @param anonymous whether it goes with its creator, or with the last of them
 */
record Roll(Set<Long> tokens, long creator, boolean anonymous) {
  /**
   * Reads a queue's file. What is no queue has nobody on record.
   *
   * @throws IOException if it cannot be read
   */
  static Roll read(Path queue) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(QueueLayout.WAIT_FLAGS).order(ByteOrder.nativeOrder());
    try (FileChannel channel = PrivateFile.open(queue)) {
      while (page.hasRemaining() && channel.read(page) > 0) {
        // Until all is read, or the file ends.
      }
    }
    if (page.hasRemaining() || page.getLong(QueueHeader.AT_MAGIC) != QueueHeader.MAGIC) {
      return new Roll(Set.of(), 0, false);
    }
    Set<Long> tokens = new HashSet<>();
    for (int slot = 0; slot < Participants.SLOTS; slot++) {
      long word = page.getLong(QueueLayout.PARTICIPANTS + slot * Long.BYTES);
      if (Participants.isLive(word) || Participants.isDead(word)) {
        tokens.add(Participants.token(word));
      }
    }
    return new Roll(
        tokens,
        page.getLong(QueueHeader.AT_CREATOR),
        (page.getLong(QueueHeader.AT_KIND) & QueueHeader.ANONYMOUS) != 0);
  }
}
