import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { b2l1 } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'b2l1-machine-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two seconds of beam are a gigabyte of hits: two tenths show the same. */
const beamTime = '200ms';

async function hashOf(workers: number, batchEvents: number): Promise<string> {
  const directory = join(folder, `${workers}-${batchEvents}`);
  const options = ['--machine', '2022-peak', '--pace', 'max', '--beam-time', beamTime];
  const how = ['--workers', String(workers), '--batch-events', String(batchEvents)];
  await b2l1('run', ...options, '--record', directory, '--port', '0', '--no-probes', ...how);
  const hash = createHash('sha256');
  const run = join(directory, 'run-000001');
  for (const name of readdirSync(run)) hash.update(readFileSync(join(run, name)));
  rmSync(directory, { recursive: true });
  return hash.digest('hex');
}

it('2022-peak is the same bytes with 1, 2 and 4 workers and batches of 64 and 1024', async () => {
  const first = await hashOf(1, 1024);
  for (const [workers, batchEvents] of [
    [2, 64],
    [4, 1024],
  ] as const)
    expect(await hashOf(workers, batchEvents)).toBe(first);
}, 1_800_000);
