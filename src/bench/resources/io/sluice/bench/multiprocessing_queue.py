"""Producers and consumers over multiprocessing.Queue, steered by lines on stdin (see Protocol.java).

Arguments: a directory to remove at the end (nothing is put there), maxsize, producers, consumers, raw bytes per item (0: a tuple of five fields).
"""

import multiprocessing
import os
import shutil
import sys
import threading
import time
from multiprocessing.sharedctypes import RawArray, RawValue

FIRST_ID = 1_000_000_000
SYMBOLS = ("AAPL", "MSFT", "GOOG", "AMZN", "TSLA")


def say(*words):
    # One write, so that lines of two threads do not mix.
    sys.stdout.write("@bench " + " ".join(str(w) for w in words) + "\n")
    sys.stdout.flush()


def leave_with_parent():
    def watch():
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def produce(queue, index, start, stopped, counts, sums, raw_bytes):
    leave_with_parent()
    payload = bytes(raw_bytes)
    start.wait()
    count = total = 0
    while not stopped.value:
        if raw_bytes:
            queue.put(payload)
            total += 1
        else:
            item_id = FIRST_ID + count
            queue.put(
                (item_id, SYMBOLS[count % 5], 100.25 + (count & 1023), 100 + (count & 1023), count & 1 == 0)
            )
            total += item_id
        count += 1
    counts[index] = count
    sums[index] = total


def consume(queue, index, counts, sums, raw_bytes):
    leave_with_parent()
    count = total = 0
    while True:
        item = queue.get()
        if item is None:
            break
        total += 1 if raw_bytes else item[0]
        count += 1
        counts[index] = count
    sums[index] = total


def main():
    maxsize, producers, consumers, raw_bytes = (int(a) for a in sys.argv[2:6])
    # Later versions have another default, which cannot start from a script on the command line.
    context = multiprocessing.get_context("fork")
    try:
        queue = context.Queue(maxsize)
    except (OSError, ValueError) as e:
        say("REFUSED", "maxsize", maxsize, "is refused:", e)
        return
    start, stopped = context.Event(), RawValue("b", 0)
    sent, sent_sums = RawArray("q", producers), RawArray("q", producers)
    received, received_sums = RawArray("q", consumers), RawArray("q", consumers)
    consuming = [
        context.Process(target=consume, args=(queue, i, received, received_sums, raw_bytes), daemon=True)
        for i in range(consumers)
    ]
    producing = [
        context.Process(target=produce, args=(queue, i, start, stopped, sent, sent_sums, raw_bytes), daemon=True)
        for i in range(producers)
    ]
    for process in consuming + producing:
        process.start()
    say("READY", "-")
    for line in sys.stdin:
        command = line.strip()
        if command == "START":
            start.set()
        elif command == "MARK":
            say("MARKED", time.monotonic_ns(), sum(received))
        elif command == "STOP":
            stopped.value = 1
            for process in producing:
                process.join()
            say("SENT", sum(sent), sum(sent_sums))
        elif command == "FINISH":
            for _ in consuming:
                queue.put(None)
            for process in consuming:
                process.join()
            say("RECEIVED", sum(received), sum(received_sums))
    for process in consuming + producing:
        process.kill()
    # The parent does so too, unless it was killed.
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    # What is still buffered has nobody left to read it.
    queue.cancel_join_thread()


main()
