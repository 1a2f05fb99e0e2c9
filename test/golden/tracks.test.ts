import { createHash } from 'node:crypto';
import { firstValueFrom, of } from 'rxjs';
import { expect, it } from 'vitest';
import { makeChain } from '../../emulator/chain/chain.js';
import { emulatorConfig } from '../../emulator/settings/emulator-config.js';
import { textTable } from '../../emulator/files/text-table.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { physicsMenu } from '../../triggers/menus/physics.js';

/**
 * What the whole chain gives for events with tracks. The file changes only with a line under
 * "Physics changes" in the changelog.
 */

const sources = {
  mumu: {},
  bhabha: { thetaMin: '17 deg', thetaMax: '150 deg' },
  prongs: { particles: '211 -211 13 -11', minimum: '0.2 GeV', maximum: '2 GeV' },
} as const;

const events = 384;

it('golden: events with tracks fire the lines of the physics menu as recorded', async () => {
  const config = emulatorConfig();
  const rows: (string | number)[][] = physicsMenu.lines.map(({ name }) => [name]);
  const hashes: string[] = [];
  for (const [generator, parameters] of Object.entries(sources)) {
    const { decide } = makeChain({
      seed: 21,
      run: 1,
      config,
      menu: physicsMenu,
      points: [{ generator, config: parameters }],
    });
    const job = { kind: 'generate', slice: 0, first: 0, count: events, point: 0 } as const;
    const { ftdlBits, inputBits } = await firstValueFrom(of(job).pipe(decide));
    physicsMenu.lines.forEach(({ number }, line) => {
      let fired = 0;
      for (let event = 0; event < events; event++)
        if (hasBit(ftdlBits, outputWords, event, number)) fired++;
      rows[line]!.push(fired);
    });
    hashes.push(
      `${generator}: input bits ` +
        `${createHash('sha256').update(inputBits).digest('hex').slice(0, 16)}`,
    );
  }
  const firing = rows.filter(([, ...counts]) => counts.some((count) => count !== 0));
  await expect(
    `${textTable(['line', ...Object.keys(sources)], firing)}\n\n${hashes.join('\n')}\n`,
  ).toMatchFileSnapshot('./tracks.txt');
});
