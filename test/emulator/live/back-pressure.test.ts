import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BackPressure } from '../../../emulator/live/back-pressure.js';

/** A consumer that is waited for until it is told otherwise. */
class Gate {
  #open: (() => void) | undefined;
  #room: Promise<void> | undefined;
  shut(): void {
    this.#room = new Promise((resolve) => {
      this.#open = resolve;
    });
  }
  async open(): Promise<void> {
    this.#room = undefined;
    this.#open?.();
    await Promise.resolve();
  }
  readonly ready = (): Promise<void> | undefined => this.#room;
}

function scene() {
  let now = 0;
  const [disk, client] = [new Gate(), new Gate()];
  const pressure = new BackPressure({ now: () => now }, { recorder: disk, client });
  const [forDisk, forClient] = pressure.consumers();
  const wait = async (gate: Gate, consumer: typeof forDisk, ms: number): Promise<void> => {
    gate.shut();
    const room = consumer!.ready();
    now += ms;
    await gate.open();
    await room;
  };
  return {
    pressure,
    disk,
    client,
    forClient: forClient!,
    waitForDisk: (ms: number) => wait(disk, forDisk, ms),
    waitForClient: (ms: number) => wait(client, forClient, ms),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('dead time', () => {
  it('is of the consumer that was waited for at least half of it, else of the host', async () => {
    const { pressure, waitForClient, waitForDisk } = scene();
    expect(pressure.causeOf(100)).toBe('host');
    await waitForClient(50);
    expect(pressure.causeOf(100)).toBe('client');
    expect(pressure.causeOf(101)).toBe('host');
    await waitForDisk(60);
    expect(pressure.causeOf(100)).toBe('recorder');
  });

  it('counts what goes on, and forgets all that was before the run was on time', async () => {
    const { pressure, client, forClient, pass, waitForDisk } = scene();
    client.shut();
    void forClient.ready();
    pass(30);
    expect(pressure.causeOf(60)).toBe('client');
    pressure.forget();
    pass(10);
    expect(pressure.causeOf(60)).toBe('host');
    expect(pressure.causeOf(20)).toBe('client');
    await waitForDisk(200);
    pressure.forget();
    expect(pressure.causeOf(1)).toBe('host');
  });

  it('ends with the run: nobody is waited for any more', async () => {
    const { pressure, client, forClient } = scene();
    client.shut();
    const room = forClient.ready();
    pressure.release();
    await room;
    expect(forClient.ready()).toBeUndefined();
  });

  it('is told of once a second while somebody is waited for, and then no more', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const [disk, client] = [new Gate(), new Gate()];
    let told = 0;
    const pressure = new BackPressure(
      { now: () => 0 },
      { recorder: disk, client },
      () => void told++,
    );
    const [forDisk, forClient] = pressure.consumers();
    vi.advanceTimersByTime(5000);
    expect(told).toBe(0);
    for (const gate of [disk, client]) gate.shut();
    const rooms = [forDisk!.ready(), forClient!.ready()];
    vi.advanceTimersByTime(3000);
    expect(told).toBe(3);
    await disk.open();
    await rooms[0];
    vi.advanceTimersByTime(2000);
    expect(told).toBe(5);
    pressure.release();
    await rooms[1];
    vi.advanceTimersByTime(5000);
    expect(told).toBe(5);
  });
});
