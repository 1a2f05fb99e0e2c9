import { describe, expect, it } from 'vitest';
import { benchCommand } from '../../../emulator/commands/bench.js';
import { inProcess } from '../../support/in-process.js';

describe('bench dead-time', () => {
  const few = ['dead-time', '--triggers', '2000'];

  it('prints losses beside what is expected, and where the ticks of a run went', async () => {
    const { out, talk } = await inProcess(benchCommand, few);
    expect(out).toMatch(/^read-out +L1 \[kHz\] +lost \[%\] +± .* expected +formula/);
    expect(out).toMatch(/\nsix samples, 5 events, 24 ticks apart +30 .* 3\.670 ± 0\.10/);
    expect(out).toMatch(/\nmixed samples, 50 % fine, 5 events, 24 ticks apart .* 0\.830 ± 0\.06/);
    expect(out).toMatch(/\nfixed, 64 ticks +30 .* 1\.480 ± 0\.05 +1\.475/);
    expect(out).toMatch(/a run with everything: (\d+) ticks, \1 counted/);
    expect(out).toMatch(/\nfifo-top +\d+ +\d+\n/);
    expect(talk).toContain('measured three samples, 10 events, 12 ticks apart at 30 kHz');
  });

  it('prints one JSON document, the same for the same seed', async () => {
    const asked = [...few, '--json', '--seed', '7'];
    const { out } = await inProcess(benchCommand, asked);
    const { version, seed, triggers, rows, books } = JSON.parse(out);
    expect(version).toMatch(/^\d/);
    expect({ seed, triggers }).toEqual({ seed: 7, triggers: 2000 });
    expect(rows[0]).toMatchObject({ rateHz: 30_000, samples: 'six', capacity: 5 });
    expect(books.groups.live).toBeGreaterThan(0);
    expect((await inProcess(benchCommand, asked)).out).toBe(out);
  });
});
