package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.esotericsoftware.kryo.Kryo;
import io.sluice.CodecException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which thread gets which session. */
class SessionPoolTest {

  private final AtomicInteger created = new AtomicInteger();
  private final SessionPool pool =
      new SessionPool(
          () -> {
            created.incrementAndGet();
            Kryo kryo = new Kryo();
            kryo.setReferences(true);
            return new Session(Root.of(Object.class), kryo);
          });

  private Session useOnce() {
    Session session = pool.acquire();
    pool.release(session);
    return session;
  }

  /** Runs an action in a thread that shares its place in the pool with another thread. */
  private static <T> T inThreadLike(Thread other, Callable<T> action) throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(task);
    while ((thread.getId() - other.getId()) % 64 != 0) {
      thread = new Thread(task);
    }
    thread.start();
    T result = task.get(60, TimeUnit.SECONDS);
    thread.join(TimeUnit.SECONDS.toMillis(60));
    return result;
  }

  @Test
  void threadKeepsItsSession() {
    Session first = useOnce();
    for (int i = 0; i < 100; i++) {
      assertThat(useOnce()).isSameAs(first);
    }
    assertThat(created).hasValue(1);
  }

  @Test
  void anotherThreadInTheSamePlaceGetsAnotherSession() throws Exception {
    Session mine = useOnce();
    Session others = inThreadLike(Thread.currentThread(), this::useOnce);
    assertThat(others).isNotSameAs(mine);
    assertThat(useOnce()).isSameAs(mine);
    assertThat(inThreadLike(Thread.currentThread(), this::useOnce))
        .as("left as a spare one")
        .isSameAs(others);
  }

  @Test
  void sessionInUseIsGivenToNobody() throws Exception {
    Set<Session> inUse = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      assertThat(inUse.add(pool.acquire())).isTrue();
      assertThat(inUse.add(inThreadLike(Thread.currentThread(), pool::acquire))).isTrue();
    }
    inUse.forEach(pool::release);
    int before = created.get();
    for (int i = 0; i < inUse.size(); i++) {
      assertThat(pool.acquire()).isIn(inUse);
    }
    assertThat(created).hasValue(before);
  }

  @Test
  void sessionOfAnEndedThreadIsTakenOver() throws Exception {
    Thread[] owner = new Thread[1];
    CountDownLatch used = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Session[] theirs = new Session[1];
    owner[0] =
        new Thread(
            () -> {
              theirs[0] = useOnce();
              used.countDown();
              try {
                end.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    owner[0].start();
    assertThat(used.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(inThreadLike(owner[0], this::useOnce)).as("alive").isNotSameAs(theirs[0]);
    end.countDown();
    owner[0].join(TimeUnit.SECONDS.toMillis(60));
    assertThat(inThreadLike(owner[0], this::useOnce)).as("ended").isSameAs(theirs[0]);
  }

  @Test
  void brokenSessionIsGivenToNobody() {
    Session broken = pool.acquire();
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> broken.decode(ByteBuffer.wrap(new byte[] {99})));
    pool.release(broken);
    assertThat(broken.isBroken()).isTrue();
    Session next = useOnce();
    assertThat(next).isNotSameAs(broken);
    assertThat(useOnce()).isSameAs(next);
  }
}
