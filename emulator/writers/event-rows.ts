// kernel: runs for every line that fired of every event of a file
import { hasBit, outputWords } from '../../triggers/batches.js';
import type { DecisionBatch } from '../../triggers/gdl/decide.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { isAccepted } from '../../triggers/gdl/prescale.js';
import { subjectsOf } from '../studies/subjects.js';
import type { EventRows, FlagColumn } from './table-encoder.js';

/**
 * Columns of a menu: its families, each the OR of its lines that are not prescaled, then its lines;
 * before prescale.
 */
export function flagColumns({ menu, lines }: CompiledMenu): readonly FlagColumn[] {
  const asked = { name: menu.name, stage: 'ftdl', lines: [], families: 'all', probes: [] } as const;
  return [
    ...subjectsOf(asked, menu).map(({ name, numbers }) => ({ name, numbers })),
    ...lines.map(({ name, number }) => ({ name, numbers: [number] })),
  ];
}

/** Rows of decided events: what became of each, and what the lines that fired keep of such. */
export function eventRows({ lines }: CompiledMenu) {
  const open = lines.filter(({ prescale }) => prescale > 0);
  return (
    { eventCount, ftdlBits, psnmBits, weights }: DecisionBatch & Pick<EventRows, 'weights'>,
    numbers: Float64Array,
  ): EventRows => {
    const accepted = new Uint8Array(eventCount);
    const prescale = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      if (isAccepted(psnmBits, event)) accepted[event] = 1;
      let least = Number.POSITIVE_INFINITY;
      for (const line of open)
        if (line.prescale < least && hasBit(ftdlBits, outputWords, event, line.number))
          least = line.prescale;
      prescale[event] = least === Number.POSITIVE_INFINITY ? 0 : least;
    }
    return { eventCount, numbers, weights, accepted, prescale, bits: ftdlBits };
  };
}
