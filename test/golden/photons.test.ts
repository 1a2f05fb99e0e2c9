import { createHash } from 'node:crypto';
import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { generatedEvent } from '../../emulator/explain/addressed-event.js';
import { makeChain } from '../../emulator/chain/chain.js';
import { explainEvent, fullEvent } from '../../emulator/explain/explain.js';
import { emulatorConfig } from '../../emulator/settings/emulator-config.js';
import { textTable } from '../../emulator/files/text-table.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import { eclMenu } from '../../triggers/menus/ecl.js';

/**
 * What the chain gives for fixed seeds. These files change only with a line under "Physics changes"
 * in the changelog.
 */

const sources = {
  gun: { pdg: 22, minimum: '0.2 GeV', maximum: '5.5 GeV', thetaMin: '15 deg', thetaMax: '160 deg' },
  'gamma-gamma': {},
  'dark-photon': { mass: '6 GeV' },
} as const;

const geometries = ['offset', 'projective'] as const;

const hash = (words: Uint32Array): string =>
  createHash('sha256').update(words).digest('hex').slice(0, 16);

describe('golden: 2048 events of each photon source', () => {
  it.each(geometries)('fire the lines as recorded, with %s crystals', async (geometry) => {
    const config = emulatorConfig({ ecl: { geometry } });
    const rows: (string | number)[][] = eclMenu.lines.map(({ name }) => [name]);
    const hashes: string[] = [];
    for (const [generator, parameters] of Object.entries(sources)) {
      const { decide } = makeChain(
        { seed: 20, run: 1, config, menu: eclMenu, points: [{ generator, config: parameters }] },
        { need: 'all' },
      );
      const { ftdlBits, inputBits } = await firstValueFrom(
        of({ kind: 'generate', slice: 0, first: 0, count: 2048, point: 0 } as const).pipe(decide),
      );
      eclMenu.lines.forEach(({ number }, line) => {
        let fired = 0;
        for (let event = 0; event < 2048; event++)
          if (hasBit(ftdlBits, outputWords, event, number)) fired++;
        rows[line]!.push(fired);
      });
      hashes.push(`${generator}: input bits ${hash(inputBits)}, FTDL bits ${hash(ftdlBits)}`);
    }
    const table = textTable(['line', ...Object.keys(sources)], rows);
    await expect(`${table}\n\n${hashes.join('\n')}\n`).toMatchFileSnapshot(
      `./photons-${geometry}.txt`,
    );
  });
});

describe('golden: single events', () => {
  it.each(Object.entries(sources))(
    'of %s go through the stages as recorded',
    async (generator, parameters) => {
      const assignments = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
      const { setup, generated } = generatedEvent(generator, assignments, undefined, {
        event: { position: 3 },
        seed: 20,
        config: emulatorConfig(),
        menu: eclMenu,
      });
      const explained = explainEvent(
        await fullEvent(setup, generated),
        compileMenu(eclMenu),
        setup,
      );
      // What is said of each bit and line follows from these, see explain/lines.
      const { inputs: _, lines: __, ...event } = explained;
      await expect(`${JSON.stringify(event, null, 1)}\n`).toMatchFileSnapshot(
        `./event-${generator}.json`,
      );
    },
  );
});
