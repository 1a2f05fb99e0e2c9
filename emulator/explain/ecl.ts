import { GeV, MeV } from '../../detector/base/units.js';
import type { EclHits } from '../../detector/ecl/hits.js';
import type { EclObjects } from '../../triggers/ecl/objects.js';
import { type StageTable, round, stageOf } from './stage.js';

/** The calorimeter and its trigger in one event. */
export function eclStages(hits: EclHits, objects: EclObjects): readonly StageTable[] {
  return [
    crystalStage(hits),
    pulseStage(hits),
    cellStage(objects),
    clusterStage(objects),
    eventStage(objects),
  ];
}

function crystalStage({ crystals }: EclHits): StageTable {
  const { crystal, energy, time } = crystals;
  return stageOf('ECL crystals', 'crystals above threshold', crystal.length, {
    'cell id': (row) => crystal[row]! + 1,
    'E [MeV]': (row) => round(energy[row]! / MeV, 1),
    't [ns]': (row) => round(time[row]!, 1),
  });
}

function pulseStage({ cellPulses }: EclHits): StageTable {
  const { cell, amplitude, time } = cellPulses;
  return stageOf(
    'ECL analogue sums',
    'shaped sums of the crystals of a trigger cell',
    cell.length,
    {
      TC: (row) => cell[row]! + 1,
      'E [MeV]': (row) => round(amplitude[row]! / MeV, 1),
      't [ns]': (row) => round(time[row]!, 1),
    },
  );
}

function cellStage({ cells }: EclObjects): StageTable {
  const { cell, counts, time } = cells;
  return stageOf('trigger cells', 'cells over threshold in the decision window', cell.length, {
    TC: (row) => cell[row]!,
    counts: (row) => counts[row]!,
    't [ns]': (row) => time[row]!,
  });
}

function clusterStage({ clusters }: EclObjects): StageTable {
  const { cell, thetaId, phiId, energyLab, energyCms, thetaCms, phiCms, time } = clusters;
  return stageOf(
    'clusters',
    'in firmware order; angles and E* from the look-up table',
    cell.length,
    {
      'centre TC': (row) => cell[row]!,
      'theta id': (row) => thetaId[row]!,
      'phi id': (row) => phiId[row]!,
      'E [GeV]': (row) => round(energyLab[row]! / GeV, 3),
      'E* [GeV]': (row) => round(energyCms[row]! / GeV, 3),
      'theta* [deg]': (row) => thetaCms[row]!,
      'phi* [deg]': (row) => phiCms[row]!,
      't [ns]': (row) => round(time[row]!, 1),
    },
  );
}

function eventStage(ecl: EclObjects): StageTable {
  const names = { 1: 'forward', 2: 'barrel', 4: 'backward', 0: 'none' } as const;
  return {
    stage: 'ECL event',
    doc: 'sums, counts and time of the ECL trigger',
    columns: ['quantity', 'value'],
    rows: [
      ['window starts at [ns]', round(ecl.windowStart[0]!, 1)],
      ['E sum of rings 2–15 [GeV]', round((ecl.sumPhysics[0]! * ecl.adcUnit) / GeV, 3)],
      ['E sum of rings 1–17 [GeV]', round((ecl.sumTotal[0]! * ecl.adcUnit) / GeV, 3)],
      ['ICN', ecl.icn[0]!],
      ['more than six clusters', ecl.overflow[0]!],
      ['event time in its clock [ns]', ecl.eventTime[0]!],
      ['timing region', names[ecl.timingSource[0]! as keyof typeof names] ?? ecl.timingSource[0]!],
      ['timing quality', ecl.timingQuality[0]!],
      ['2-D Bhabha types', `0b${ecl.bhabha2dTypes[0]!.toString(2)}`],
      ['3-D Bhabha veto', ecl.bhabha3dVeto[0]!],
    ],
  };
}
