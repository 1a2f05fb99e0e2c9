import { firstValueFrom, of } from 'rxjs';
import { degree, GeV, MeV } from '../detector/base/units.js';
import type { DetectorHits } from '../detector/index.js';
import { particleInfo } from '../detector/pdg.js';
import type { GeneratedBatch } from '../detector/truth.js';
import { hasBit, inputWords, outputWords } from '../triggers/batches.js';
import { packMessage } from '../triggers/ecl/word.js';
import { inputNames } from '../triggers/slots.js';
import { type ChainSetup, type FullBatch, makeChain } from './chain.js';

/** One stage of one event, as a table for people and programs. */
export interface ExplainedStage {
  readonly stage: string;
  readonly doc: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface ExplainedEvent {
  readonly address: { readonly run: number; readonly slice: number; readonly index: number };
  readonly weight: number;
  readonly stages: readonly ExplainedStage[];
  /** The 96-bit word from the ECL trigger to the GDL, bit 0 last. */
  readonly eclWord: string;
  /** Input bits that are set, by name. */
  readonly inputBits: readonly string[];
  /** FTDL bits that are set, by line. */
  readonly ftdl: readonly string[];
}

/** Everything the chain finds in one event: the same as in a stream, because an event depends on nothing but its address. */
export async function fullEvent(setup: ChainSetup, generated: GeneratedBatch): Promise<FullBatch<DetectorHits>> {
  const chain = makeChain(setup);
  return (await firstValueFrom(of(generated).pipe(chain.full))) as FullBatch<DetectorHits>;
}

/** An event in words and numbers, stage by stage down to the bits. `batch` holds that event alone. */
export function explainEvent(
  batch: FullBatch<DetectorHits>,
  lines: readonly { readonly name: string; readonly number: number }[],
): ExplainedEvent {
  const { addresses, inputBits, ftdlBits, weights } = batch;
  const word = packMessage(batch.objects.ecl, 0, inputBits);
  return {
    address: { run: addresses.run, slice: addresses.slice[0]!, index: addresses.index[0]! },
    weight: weights[0]!,
    stages: [particleStage(batch), crystalStage(batch), pulseStage(batch), cellStage(batch), clusterStage(batch), eventStage(batch)],
    eclWord: [...word]
      .toReversed()
      .map((part) => part.toString(2).padStart(32, '0'))
      .join(' '),
    inputBits: inputNames.filter((_, slot) => hasBit(inputBits, inputWords, 0, slot)),
    ftdl: lines.filter(({ number }) => hasBit(ftdlBits, outputWords, 0, number)).map(({ name }) => name),
  };
}

const statusNames: Readonly<Record<number, string>> = { 1: 'final', 2: 'replaced', 4: 'beam' };

function particleStage({ particles }: FullBatch<DetectorHits>): ExplainedStage {
  const { pdg, status, px, py, pz, energy, x, y, z } = particles;
  return {
    stage: 'particles',
    doc: 'generated particles and what the material in front made of them (laboratory)',
    columns: ['particle', 'status', 'E [GeV]', 'theta [deg]', 'phi [deg]', 'vertex r [cm]', 'z [cm]'],
    rows: Array.from(pdg, (code, row) => [
      particleInfo(code)?.name ?? `PDG ${code}`,
      statusNames[status[row]!] ?? status[row]!,
      round(energy[row]! / GeV, 4),
      round(Math.atan2(Math.hypot(px[row]!, py[row]!), pz[row]!) / degree, 2),
      round(Math.atan2(py[row]!, px[row]!) / degree, 2),
      round(Math.hypot(x[row]!, y[row]!), 3),
      round(z[row]!, 3),
    ]),
  };
}

function crystalStage({ hits }: FullBatch<DetectorHits>): ExplainedStage {
  const { crystal, energy, time } = hits.ecl.crystals;
  return stageOf('ECL crystals', 'crystals above threshold', crystal.length, {
    'cell id': (row) => crystal[row]! + 1,
    'E [MeV]': (row) => round(energy[row]! / MeV, 1),
    't [ns]': (row) => round(time[row]!, 1),
  });
}

function pulseStage({ hits }: FullBatch<DetectorHits>): ExplainedStage {
  const { cell, amplitude, time } = hits.ecl.cellPulses;
  return stageOf('ECL analogue sums', 'shaped sums of the crystals of a trigger cell', cell.length, {
    TC: (row) => cell[row]! + 1,
    'E [MeV]': (row) => round(amplitude[row]! / MeV, 1),
    't [ns]': (row) => round(time[row]!, 1),
  });
}

function cellStage({ objects }: FullBatch<DetectorHits>): ExplainedStage {
  const { cell, counts, time } = objects.ecl.cells;
  return stageOf('trigger cells', 'cells over threshold in the decision window', cell.length, {
    TC: (row) => cell[row]!,
    counts: (row) => counts[row]!,
    't [ns]': (row) => time[row]!,
  });
}

function clusterStage({ objects }: FullBatch<DetectorHits>): ExplainedStage {
  const { cell, thetaId, phiId, energyLab, e10, thetaCms, phiCms, time } = objects.ecl.clusters;
  return stageOf('clusters', 'in firmware order; angles and E* from the look-up table', cell.length, {
    'centre TC': (row) => cell[row]!,
    'theta id': (row) => thetaId[row]!,
    'phi id': (row) => phiId[row]!,
    'E [GeV]': (row) => round(energyLab[row]! / GeV, 3),
    'E* [GeV]': (row) => round((energyLab[row]! * 10) / e10[row]! / GeV, 3),
    'theta* [deg]': (row) => thetaCms[row]!,
    'phi* [deg]': (row) => phiCms[row]!,
    't [ns]': (row) => round(time[row]!, 1),
  });
}

function eventStage({ objects }: FullBatch<DetectorHits>): ExplainedStage {
  const { ecl } = objects;
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

function stageOf(
  stage: string,
  doc: string,
  rowCount: number,
  columns: Readonly<Record<string, (row: number) => string | number>>,
): ExplainedStage {
  const readers = Object.values(columns);
  return {
    stage,
    doc,
    columns: Object.keys(columns),
    rows: Array.from({ length: rowCount }, (_, row) => readers.map((read) => read(row))),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
