import { lastValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { emulateEvents, processJobs } from '../../../emulator/emulate/emulate.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

it('events that a card counts lack its machine and variations, which is said', async () => {
  const point = {
    name: 'photons',
    generator: 'gun',
    share: 1,
    config: { pdg: 22, minimum: '1 GeV', maximum: '2 GeV' },
  };
  const content = {
    name: 'own',
    events: 8,
    points: [{ generator: 'gun', config: point.config }],
    lines: ['lml6'],
    machine: '2022-peak',
    variations: [{ name: 'high', set: { 'ecl.geometry': 'ideal' } }],
  };
  const notesOf = async (asked: object) => {
    const card = {
      ...cardFromFile(asked, 'own.yaml'),
      reference: { name: 'own.yaml', content: asked },
    };
    const config = emulatorConfig();
    const { progress$, result } = emulateEvents({
      jobs: processJobs(8, 8),
      setup: { seed: 1, run: 1, config, menu: eclMenu, points: [point] },
      card,
      point,
      version: 'test',
      conditions: 'nominal',
      machine: 'none',
      workers: 1,
      stopped: () => false,
    });
    await lastValueFrom(progress$);
    return result().notes;
  };
  const notes = await notesOf(content);
  const [machine] = notes.filter(({ code }) => code === 'CARD_MACHINE_LEFT_OUT');
  expect(machine!.message).toContain('machine 2022-peak of card "own" is left out');
  expect(notes.map(({ code }) => code)).toContain('CARD_VARIATIONS_LEFT_OUT');
  const { machine: _, variations: __, ...plain } = content;
  expect(JSON.stringify(await notesOf(plain))).not.toMatch(/CARD_\w+_LEFT_OUT/);
});
