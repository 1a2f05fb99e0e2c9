import { type MonoTypeOperatorFunction, of } from 'rxjs';
import { TableBuilder } from '../../../detector/base/columns.js';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { type NeuroObjects, trackNeuroSchema } from '../../../triggers/cdc/objects.js';
import { compileMenu, type Family } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import type { BatchFor } from '../../../triggers/stage.js';
import { type GrlEvent, grlOf } from '../grl/events.js';

const menu = compileMenu(physicsMenu);

/** Neural tracks of one event with these z [cm], in the order of the full tracks. */
export function neuralTracks(zs: readonly number[]): NeuroObjects {
  const tracks = new TableBuilder(trackNeuroSchema);
  tracks.reserve(zs.length);
  for (const z of zs) {
    const row = tracks.rowCount++;
    tracks.columns.track[row] = row;
    tracks.columns.z[row] = z;
    tracks.columns.theta[row] = Math.PI / 2;
  }
  tracks.endEvent();
  return { tracks: tracks.take() };
}

/**
 * Lines of a family that one event, with neural tracks at `zs` [cm], fires when only `operator`
 * sets input bits.
 */
export function firedLines(
  event: GrlEvent,
  operator: MonoTypeOperatorFunction<BatchFor<'grl' | 'neuro'>>,
  family: Family,
  zs: readonly number[] = [],
): string[] {
  const fired: string[] = [];
  of({
    eventCount: 1,
    objects: { grl: grlOf([event]), neuro: neuralTracks(zs) },
    inputBits: new Uint32Array(inputWords),
  })
    .pipe(operator)
    .subscribe(({ inputBits }) => {
      const bits = menu.ftdl(inputBits, 1);
      for (const line of menu.lines)
        if (line.family === family && hasBit(bits, outputWords, 0, line.number))
          fired.push(line.name);
    });
  return fired;
}
