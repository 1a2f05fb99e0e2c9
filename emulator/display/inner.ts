import { channelsPerHapd, channelX, channelY } from '../../detector/arich/geometry.js';
import type { ArichHits } from '../../detector/arich/hits.js';
import { placeOfColumn, placeOfRow, pxdSensors } from '../../detector/pxd/geometry.js';
import type { PxdHits } from '../../detector/pxd/hits.js';
import { placeOnSensor } from '../../detector/silicon/sensors.js';
import { placeOfStrip, sides, svdSensors } from '../../detector/svd/geometry.js';
import type { SvdHits } from '../../detector/svd/hits.js';
import { moduleCount } from '../../detector/top/geometry.js';
import type { TopHits } from '../../detector/top/hits.js';
import type { DisplayCherenkov, DisplaySilicon } from '../../monitor/ports.js';
import type { TopObjects } from '../../triggers/top/objects.js';

/** Pixels and strips of particles in a batch of one event. */
export function displaySilicon(pxd: PxdHits, svd: SvdHits): DisplaySilicon {
  const pixels = Array.from(pxd.sensor, (sensor, row) =>
    placeOnSensor(
      pxdSensors,
      sensor,
      placeOfColumn(pxd.column[row]! + 0.5),
      placeOfRow(sensor, pxd.row[row]! + 0.5),
    ),
  );
  const strips = Array.from(svd.sensor, (sensor, row) => ({
    sensor,
    side: svd.side[row]!,
    strip: svd.strip[row]!,
  }))
    .filter(({ side }) => side === sides.u)
    .map(({ sensor, side, strip }) =>
      placeOnSensor(svdSensors, sensor, placeOfStrip(sensor, side, strip + 0.5, 0), 0),
    );
  return { pixels: columnsOf(pixels), strips: columnsOf(strips) };
}

const columnsOf = (places: readonly (readonly [x: number, y: number, z: number])[]) => ({
  x: Float32Array.from(places, ([x]) => x),
  y: Float32Array.from(places, ([, y]) => y),
  z: Float32Array.from(places, ([, , z]) => z),
});

/** TOP and ARICH in a batch of one event. */
export function displayCherenkov(
  top: TopHits,
  slots: TopObjects,
  arich: ArichHits,
): DisplayCherenkov {
  const photons = new Uint16Array(moduleCount);
  for (const module of top.module) photons[module]!++;
  const pads = Array.from(arich.hapd, (hapd, row) => hapd * channelsPerHapd + arich.channel[row]!);
  return {
    photons,
    slots: slots.fired[0]!,
    pads: {
      x: Float32Array.from(pads, (pad) => channelX(pad)),
      y: Float32Array.from(pads, (pad) => channelY(pad)),
    },
  };
}
