// Prints an LHE file of 20 dark photons of 9.4 GeV that nothing sees, each with the photon from
// which they recoil (E* = 1.1 GeV): events.lhe is what it prints. Beams of equal energy that meet
// head-on: its laboratory is the centre of mass, in which such files are mostly written.
import { emulatorConfig, events$ } from 'belle2-l1';
import { lastValueFrom } from 'rxjs';

const generator = 'dark-photon';
const config = { mass: '9.4 GeV', isr: false };
const energies = { electronEnergy: 5.29, positronEnergy: 5.29, energySpread: false };
const conditions = emulatorConfig({ beams: { ...energies, electronAngle: 0, positronAngle: 0 } });
const made = await lastValueFrom(events$({ generator, config, conditions, events: 20, seed: 1 }));
const { offsets, pdg, status, px, py, pz, energy } = made.particles;
const final = 1;
const number = (value) => value.toExponential(12);

console.log(`<LesHouchesEvents version="3.0">
<!-- e+e- to a photon and an invisible A' of 9.4 GeV, made by write-events.mjs -->
<init>
11 -11 5.29 5.29 0 0 0 0 3 1
1.0 0.1 1.0 1
</init>`);
for (let event = 0; event < made.eventCount; event++) {
  const rows = [...pdg.keys()].slice(offsets[event], offsets[event + 1]);
  const seen = rows.filter((row) => status[row] === final);
  console.log(`<event>\n${seen.length} 1 1.0 10.58 0.0073 0.12`);
  for (const row of seen) {
    const momentum = [px[row], py[row], pz[row], energy[row]].map(number).join(' ');
    const mass = pdg[row] === 22 ? 0 : 9.4;
    console.log(`${pdg[row]} 1 0 0 0 0 ${momentum} ${mass} 0. 9.`);
  }
  console.log('</event>');
}
console.log('</LesHouchesEvents>');
