import { expect, it } from 'vitest';
import type { RunSnapshot } from '../../monitor/ports.js';
import { openFeed } from '../monitor/feed-client.js';
import { launchBrowser } from '../support/browser.js';
import { startDaemon } from '../support/command.js';
import { chromium, describeWith } from '../support/components.js';

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Slices of 50 ms a second, each a batch of some hundred events. */
const batchesPerSecond = 20;
const seconds = 10;

interface Batch {
  readonly data: {
    readonly slice: { readonly data: Uint8Array };
    readonly index: { readonly shape: readonly [number]; readonly data: Uint8Array };
  };
}

const numbersIn = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(Uint8Array.from(bytes).buffer);

describeWith(chromium, 'a client of topic decisions at half the speed', (executablePath) => {
  it('loses nothing, makes half of the time dead in its name; the live rate halves', async () => {
    const flags = ['--card', 'single-photon', '--rate', '2kHz', '--pace', 'real', '--workers', '1'];
    const daemon = await startDaemon(...flags);
    const browser = await launchBrowser(executablePath);
    const snapshot = async (): Promise<RunSnapshot> =>
      (await (await fetch(`${daemon.origin}/api/snapshot`)).json()) as RunSnapshot;
    try {
      const client = await openFeed(
        daemon.port,
        ['b2l1.v1.msgpack'],
        `?token=${encodeURIComponent(daemon.token)}`,
      );
      client.say({ subscribe: ['decisions'] });
      const give = async (time: number): Promise<void> => {
        for (let tick = 0; tick < 2 * time; tick++) {
          client.say({ credit: batchesPerSecond / 4 });
          await pause(500);
        }
      };
      // Until it is the client that is waited for.
      while (!((await snapshot()).deadSeconds['client']! > 0.3)) await give(0.5);
      const page = await browser.newPage();
      await page.goto(daemon.url);
      const before = await snapshot();
      await give(seconds);
      const after = await snapshot();

      const beam = after.run.emulatedSeconds - before.run.emulatedSeconds;
      const dead = (after.deadSeconds['client'] ?? 0) - (before.deadSeconds['client'] ?? 0);
      const rate = (after.events.processed - before.events.processed) / beam;
      expect(dead / beam).toBeGreaterThan(0.45);
      expect(rate / 2000).toBeGreaterThan(0.4);
      expect(rate / 2000).toBeLessThan(0.55);

      const told = await page.locator('#alarms').textContent();
      expect(told).toMatch(/Dead time \d+.*: client of decisions behind [3-6]\d/);

      // All that is decided comes, in order and once.
      client.say({ credit: 1000 });
      await pause(300);
      expect(client.messages.map(({ seq }) => seq)).toEqual([...client.messages.keys()]);
      let last = -1;
      for (const { data } of client.messages as unknown as readonly Batch[]) {
        const slices = numbersIn(data.slice.data);
        for (const [row, index] of numbersIn(data.index.data).entries()) {
          const place = slices[row]! * 2 ** 16 + index;
          expect(place > last).toBe(true);
          if (index > 0 && last >= 0) expect(place).toBe(last + 1);
          last = place;
        }
      }
    } finally {
      await browser.close();
      await daemon.stop('SIGTERM');
    }
  });
});
