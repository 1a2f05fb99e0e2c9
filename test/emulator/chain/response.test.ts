import { lastValueFrom, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { makeChain } from '../../../emulator/chain/chain.js';
import { makeEvents$ } from '../../../emulator/chain/event-source.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { response } from '../../../emulator/chain/response.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const asked = { generator: 'continuum', config: {}, events: 12, seed: 4, batchSize: 5 } as const;
const responses = (...menu: Parameters<typeof response>) =>
  lastValueFrom(makeEvents$(asked).pipe(response(...menu), toArray()));

describe('the response of detector and trigger', () => {
  it("has the lines of the chain's own full simulation, for the command's menu", async () => {
    const { events, seed, ...point } = asked;
    const config = nominalConfig();
    const points = [point];
    const { generate, full } = makeChain({ seed, run: 1, config, menu: physicsMenu, points });
    const job = { kind: 'generate', slice: 0, first: 0, count: events, point: 0 } as const;
    const whole = await lastValueFrom(of(generate(job)).pipe(full));
    const batches = await responses();
    expect(batches.map(({ eventCount }) => eventCount)).toEqual([5, 5, 2]);
    expect(batches.flatMap(({ ftdlBits }) => [...ftdlBits])).toEqual([...whole.ftdlBits]);
    expect(batches.flatMap(({ inputBits }) => [...inputBits])).toEqual([...whole.inputBits]);
    expect(batches[0]!.menu.menu).toBe(physicsMenu);
    expect(whole.ftdlBits.some((word) => word !== 0)).toBe(true);
  });

  it('takes the menu that is asked for, and refuses a wrong one at once', async () => {
    const [batch] = await responses(eclMenu);
    expect(batch!.menu.menu).toBe(eclMenu);
    const twice = { ...eclMenu, lines: [eclMenu.lines[0]!, eclMenu.lines[0]!] };
    expect(() => response(twice)).toThrow(/is taken by line/);
  });
});
