// A line of one's own under thresholds of one's own, beside those of the experiment: photons of
// events.lhe in the barrel, before prescale.
import {
  efficiency,
  fileEvents$,
  fires,
  loadConditions,
  loadMenu,
  response,
  select,
} from 'belle2-l1';
import { fileURLToPath } from 'node:url';
import { lastValueFrom } from 'rxjs';

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const menu = loadMenu(beside('menu.yaml'));

/** Whether the photon of an event is at 40° to 120° in the laboratory. */
function inBarrel({ particles: { offsets, pdg, px, py, pz } }, event) {
  const photon = pdg.indexOf(22, offsets[event]);
  const theta = (Math.atan2(Math.hypot(px[photon], py[photon]), pz[photon]) * 180) / Math.PI;
  return theta > 40 && theta < 120;
}

const thresholds = { nominal: 'nominal', own: beside('conditions.yaml') };
for (const [name, conditions] of Object.entries(thresholds)) {
  const { config } = loadConditions(conditions, []);
  const photons$ = fileEvents$(beside('events.lhe'), { conditions: config }).pipe(
    select('photon in 40–120°', inBarrel),
    response(menu),
  );
  for (const line of ['lml6', 'soft_photon']) {
    const result = await lastValueFrom(photons$.pipe(fires(line), efficiency()));
    console.log(`${name} thresholds: ${line} fires on ${result.fired} of ${result.selected}`);
  }
}
