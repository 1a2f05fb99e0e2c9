import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { eclCellPulseSchema, eclCrystalSchema, type EclHits } from '../../../detector/ecl/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { inputWords } from '../../../triggers/batches.js';
import { eclBits, eclBitsSchema } from '../../../triggers/bits/ecl.js';
import { eclObjects, eclTriggerSchema } from '../../../triggers/ecl/ecl-trigger.js';
import { packMessage, unpackMessage } from '../../../triggers/ecl/word.js';
import { singlePhotonBits, singlePhotonSchema } from '../../../triggers/lines/single-photon.js';
import type { EclObjects } from '../../../triggers/ecl/objects.js';
import { type InputName, inputNames } from '../../../triggers/slots.js';

/** Energy of one ADC count [GeV]. */
export const adcUnit = 0.005231;

/** A pulse in a trigger cell: TC id, energy in ADC counts, time [ns]. */
export interface Pulse {
  readonly cell: number;
  readonly counts: number;
  readonly time?: number;
}

/** A pulse at a ring and azimuth index with a laboratory energy [GeV]. */
export const pulseAt = (thetaId: number, phiId: number, energy: number, time = 20): Pulse => ({
  cell: cellAt(thetaId, phiId),
  counts: energy / adcUnit,
  time,
});

/** Hits of events, each a list of pulses; no crystals. */
export function hitsOf(events: readonly (readonly Pulse[])[]): EclHits {
  const pulses = new TableBuilder(eclCellPulseSchema);
  const crystals = new TableBuilder(eclCrystalSchema);
  for (const event of events) {
    pulses.reserve(event.length);
    for (const { cell, counts, time = 20 } of event.toSorted((a, b) => a.cell - b.cell)) {
      const row = pulses.rowCount++;
      pulses.columns.cell[row] = cell - 1;
      pulses.columns.amplitude[row] = counts * adcUnit;
      pulses.columns.time[row] = time;
    }
    pulses.endEvent();
    crystals.endEvent();
  }
  return { crystals: crystals.take(), cellPulses: pulses.take() };
}

/** No jitter of times, so that cells of one event always share a window. */
export const exactTimes = { fam: { timeFloor: 0, timeNoise: 0 } };

/** ECL objects of events given as pulses. */
export function objectsOf(
  events: readonly (readonly Pulse[])[],
  raw: object = exactTimes,
  seed = 1,
): EclObjects {
  const config = parseConfig(eclTriggerSchema, raw, 'test');
  return eclObjects(config, { seed })(hitsOf(events), sliceAddresses(1, 0, 0, events.length));
}

/** Input bits of all ECL stages. */
export function bitsOf(ecl: EclObjects, rawPhoton: object = {}, rawBits: object = {}): Uint32Array {
  const eventCount = ecl.icn.length;
  const bits = new Uint32Array(inputWords * eventCount);
  singlePhotonBits(parseConfig(singlePhotonSchema, rawPhoton, 'test'))({ ecl }, eventCount, bits);
  eclBits(parseConfig(eclBitsSchema, rawBits, 'test'))({ ecl }, eventCount, bits);
  return bits;
}

/** Names of the input bits that one event of these pulses sets. */
export function firedBits(pulses: readonly Pulse[]): Set<InputName> {
  const bits = bitsOf(objectsOf([pulses]));
  return new Set(inputNames.filter((_, slot) => ((bits[slot >>> 5] ?? 0) >>> (slot & 31)) & 1));
}

/** The message to the GDL of one event of these pulses, unpacked. */
export function messageOf(
  pulses: readonly Pulse[],
  raw: object = exactTimes,
): Readonly<Record<string, number>> {
  const ecl = objectsOf([pulses], raw);
  return unpackMessage(packMessage(ecl, 0, bitsOf(ecl)));
}
