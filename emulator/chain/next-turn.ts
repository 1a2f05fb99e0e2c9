/** What is used of a message port; the types of Node do not know its handler. */
interface Port {
  onmessage: (() => void) | null;
  readonly postMessage: (message: undefined) => void;
  readonly close: () => void;
}

/**
 * Calls back at the next turn of the event loop, so that timers, messages and whoever wants to stop
 * are heard between two batches; in Node and in a browser alike, which has no `setImmediate`. There
 * a message to oneself is the turn that no clock slows down (nested timers wait 4 ms each).
 * Returns what calls it off.
 */
export function nextTurn(callback: () => void): () => void {
  if (typeof globalThis.setImmediate === 'function') {
    const turn = setImmediate(callback);
    return () => clearImmediate(turn);
  }
  const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', Port>;
  const callOff = (): void => {
    port1.onmessage = null;
    port1.close();
  };
  port1.onmessage = () => {
    callOff();
    callback();
  };
  port2.postMessage(undefined);
  return callOff;
}
