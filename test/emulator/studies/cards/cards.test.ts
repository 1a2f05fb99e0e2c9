import { describe, expect, it } from 'vitest';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { cosmicRays } from '../../../../emulator/studies/cards/cosmics.js';
import { displacedPair } from '../../../../emulator/studies/cards/displaced-pair.js';
import { singleMuon } from '../../../../emulator/studies/cards/single-muon.js';
import { singlePhotonMumug } from '../../../../emulator/studies/cards/single-photon-mumug.js';
import { threeTrack } from '../../../../emulator/studies/cards/three-track.js';
import { twoTrack } from '../../../../emulator/studies/cards/two-track.js';
import { runCard } from '../run-card.js';

describe.each([twoTrack, threeTrack, displacedPair, cosmicRays, singleMuon, singlePhotonMumug])(
  'card $name',
  (card) => {
    it('finds its lines in the whole menu, and its curves ask for what it counts', () => {
      const { subjects } = card.layout(compileMenu(physicsMenu));
      const names = subjects.map(({ name }) => name);
      for (const { subjects: wanted, selection } of card.curves) {
        for (const name of wanted) expect(names).toContain(name);
        expect(card.selectionNames).toContain(selection);
      }
      expect(new Set(card.curves.map(({ id }) => id)).size).toBe(card.curves.length);
    });

    it('makes every variable that its selections and curves read', async () => {
      const { curves, points } = await runCard(card.name, 2000);
      expect(points.reduce((sum, { events }) => sum + events, 0)).toBe(2000);
      for (const { id, line, selected } of curves) {
        expect(
          selected.reduce((a, b) => a + b, 0),
          `${id} of ${line}`,
        ).toBeGreaterThan(0);
      }
    });
  },
);
