import type { KlmHits } from '../../detector/klm/hits.js';
import type { KlmMatches } from '../../triggers/grl/objects.js';
import type { KlmObjects } from '../../triggers/klm/objects.js';
import { type StageTable, round, stageOf } from './stage.js';

const sectionNames = [
  'barrel backward',
  'barrel forward',
  'endcap backward',
  'endcap forward',
] as const;
const planeNames = [
  ['phi', 'z'],
  ['x', 'y'],
] as const;

/** The KLM and its trigger in one event; nothing for an event without hits there. */
export function klmStages(
  hits: KlmHits,
  objects: KlmObjects,
  matches: KlmMatches,
): readonly StageTable[] {
  return hits.strip.length === 0 ? [] : [hitStage(hits), sectorStage(objects), matchStage(matches)];
}

function hitStage({ section, sector, layer, plane, strip, time }: KlmHits): StageTable {
  return stageOf('KLM hits', 'strips hit', strip.length, {
    section: (row) => sectionNames[section[row]!]!,
    sector: (row) => sector[row]!,
    layer: (row) => layer[row]!,
    plane: (row) => planeNames[section[row]! >> 1]![plane[row]!]!,
    strip: (row) => strip[row]!,
    't [ns]': (row) => round(time[row]!, 1),
  });
}

function sectorStage(klm: KlmObjects): StageTable {
  const masks = [klm.barrelBackward, klm.barrelForward, klm.endcapBackward, klm.endcapForward];
  return stageOf(
    'KLM sectors',
    'sectors with enough planes hit, one bit each, sector 0 last',
    masks.length,
    {
      section: (row) => sectionNames[row]!,
      fired: (row) => masks[row]![0]!.toString(2).padStart(row < 2 ? 8 : 4, '0'),
      'by neighbours': (row) => (klm.pairs[0]! >> row) & 1,
    },
  );
}

function matchStage({ cdcklm, seklm, ieklm, ecleklm }: KlmMatches): StageTable {
  return {
    stage: 'KLM matches',
    doc: 'tracks and clusters in line with fired sectors',
    columns: ['quantity', 'value'],
    rows: [
      ['full tracks with a barrel sector', cdcklm[0]!],
      ['endcap sectors with a short track', seklm[0]!],
      ['an inner track at an endcap sector', ieklm[0]!],
      ['an endcap cluster at an endcap sector', ecleklm[0]!],
    ],
  };
}
