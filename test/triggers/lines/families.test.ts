import { expect, it } from 'vitest';
import { klmDrives } from '../../../triggers/bits/klm.js';
import { shortEndcapDrives, trackCountDrives } from '../../../triggers/bits/tracks.js';
import { compileMenu, type Family } from '../../../triggers/gdl/menu.js';
import { neverFires } from '../../../triggers/gdl/never-fires.js';
import { nnSingleTrackPlugin } from '../../../triggers/lines/nn-single-track.js';
import { singleMuonDrives } from '../../../triggers/lines/single-muon.js';
import { twoTrackDrives } from '../../../triggers/lines/two-track.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type InputName, inputNames, inputSlots } from '../../../triggers/slots.js';

const neuralCounts = ['ty_0', 'ty_1', 'ty_2', 'ty_3'] as const;
const matches = ['cdcecl_0', 'cdcecl_1', 'cdcecl_2', 'cdcecl_3'] as const;
const clusterDigits = ['clst_0', 'clst_1', 'clst_2', 'clst_3'];

it.each<[Family, readonly InputName[], Readonly<Record<string, readonly string[]>>]>([
  ['three-track', [...trackCountDrives, ...neuralCounts, 'cdc_open90'], {}],
  ['two-track', [...trackCountDrives, ...neuralCounts, ...twoTrackDrives], { ffoc: clusterDigits }],
  ['nn-single-track', [...nnSingleTrackPlugin.drives, ...matches], {}],
  [
    'single-muon',
    [...klmDrives, ...trackCountDrives, ...shortEndcapDrives, ...singleMuonDrives],
    {},
  ],
])(
  'the operator of family %s sets what its lines need of tracks and of the KLM',
  (family, bits, expected) => {
    const { lines, formulas } = compileMenu(physicsMenu);
    const driven = new Set(bits.map((name) => inputSlots[name]));
    const left = lines.flatMap(({ name, family: ofLine }, line) => {
      const reason = ofLine === family ? neverFires(formulas[line]!, driven) : undefined;
      return reason?.reason === 'undriven'
        ? [[name, reason.slots.map((slot) => inputNames[slot])] as const]
        : [];
    });
    const needed = left.map(([name, slots]) => [
      name,
      slots.filter((slot) => !['veto', 'bha_veto'].includes(slot!)),
    ]);
    expect(Object.fromEntries(needed)).toEqual(expected);
  },
);
