import { lastValueFrom, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import type { GenerateJob } from '../../../emulator/chain/jobs.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { decideInOrder } from '../../../emulator/workers/pool.js';
import type { BitsOfBatch } from '../../../emulator/workers/protocol.js';
import { batchKey, WorkerQuestions } from '../../../emulator/workers/questions.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const setup: ChainSetup = {
  seed: 7,
  run: 0,
  config: emulatorConfig(),
  menu: eclMenu,
  points: [{ generator: 'gun', config: { pdg: 22 } }],
};

/** Small batches that are asked of, then large ones that are at hand all the time. */
const [small, large] = [40, 60];
const jobs: readonly GenerateJob[] = Array.from({ length: small + large }, (_, slice) => ({
  kind: 'generate',
  slice,
  first: 0,
  count: slice < small ? 2 : 300,
  point: 0,
}));

describe('a question to workers that are at work', () => {
  it('is worked on as long as jobs are, and answered with the bits that were decided', async () => {
    const questions = new WorkerQuestions();
    let emitted = 0;
    const asked: Promise<{
      readonly bits: ReadonlyMap<string, BitsOfBatch>;
      readonly at: number;
    }>[] = [];
    const results = await lastValueFrom(
      decideInOrder(jobs, { setup, workers: 1, heldBytes: 16e6, questions }).pipe(
        tap(() => {
          if (++emitted !== small) return;
          const { triggers, bits } = setup.config;
          const answer = questions.ask({ triggers, bits });
          asked.push(answer.then((found) => ({ bits: found, at: emitted })));
        }),
        toArray(),
      ),
    );
    const { bits, at } = await asked[0]!;
    // Forty looks at two events each take as long as a few jobs of three hundred: mostly two.
    expect(at - small).toBeLessThan(12);
    const menu = compileMenu(eclMenu);
    let [compared, fired] = [0, 0];
    for (const { batch } of results.slice(0, small)) {
      const place = { slice: batch.addresses.slice[0]!, first: 0, count: batch.eventCount };
      const { inputBits } = bits.get(batchKey(place, false))!;
      // Bits that no line of the menu reads were not looked for before.
      expect([...menu.ftdl(inputBits, place.count)]).toEqual([...batch.ftdlBits]);
      fired += batch.ftdlBits.filter((word) => word !== 0).length;
      compared++;
    }
    expect(compared).toBe(small);
    expect(fired).toBeGreaterThan(small);
  });
});
