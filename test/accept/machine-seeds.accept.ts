import { describe, expect, it } from 'vitest';
import { machineCommand } from '../../emulator/commands/machine.js';
import type { SeedsReport } from '../../emulator/commands/machine-seeds.js';

async function machine(...args: readonly string[]): Promise<string> {
  let said = '';
  const out = (text: string): void => {
    said += text;
  };
  await machineCommand({ out })
    .exitOverride()
    .parseAsync(['node', 'machine', ...args]);
  return said;
}

describe('b2l1 machine --seeds', () => {
  it('draws seeds of all classes, within 4σ of rate times time, and their windows', async () => {
    const { seeds } = JSON.parse(await machine('--json', '--seeds', '2s')) as {
      readonly seeds: SeedsReport;
    };
    expect(seeds.seconds).toBeCloseTo(2, 2);
    for (const { name, pull } of seeds.classes) expect(Math.abs(pull), name).toBeLessThan(4);
    const { windows } = seeds;
    expect(windows.anchors + windows.promoted + windows.thinned).toBeLessThanOrEqual(windows.seeds);
    expect(windows.anchors + windows.promoted).toBeLessThan(windows.seeds / 2);
    expect(windows.opened - windows.standing).toBeGreaterThan(windows.anchors / 2);
    // One in 32 stands for what was thinned.
    expect(windows.thinned / windows.standing).toBeGreaterThan(25);
  });
});
