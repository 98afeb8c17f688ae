package io.sluice.ring;

/** Where the parts of the contract get their queues. */
interface EngineHandles {
  /** A new queue of that bound. */
  EngineHandle create(int maxSize);

  /** One more handle on its queue. */
  EngineHandle another(EngineHandle known);
}
