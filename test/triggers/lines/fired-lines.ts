import { type MonoTypeOperatorFunction, of } from 'rxjs';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { compileMenu, type Family } from '../../../triggers/gdl/menu.js';
import type { GrlObjects } from '../../../triggers/grl/objects.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type GrlEvent, grlOf } from '../grl/events.js';

const menu = compileMenu(physicsMenu);

interface TrackBatch {
  readonly eventCount: number;
  readonly objects: { readonly grl: GrlObjects };
  readonly inputBits: Uint32Array;
}

/** Lines of a family that one event fires when only `operator` sets input bits. */
export function firedLines(event: GrlEvent, operator: MonoTypeOperatorFunction<TrackBatch>, family: Family): string[] {
  const fired: string[] = [];
  of({ eventCount: 1, objects: { grl: grlOf([event]) }, inputBits: new Uint32Array(inputWords) })
    .pipe(operator)
    .subscribe(({ inputBits }) => {
      const bits = menu.ftdl(inputBits, 1);
      for (const line of menu.lines) if (line.family === family && hasBit(bits, outputWords, 0, line.number)) fired.push(line.name);
    });
  return fired;
}
