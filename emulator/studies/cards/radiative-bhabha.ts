import { collisionCard } from '../collision-card.js';

/** Card `radiative-bhabha`: beam electrons that lose energy at zero angle. */
export const radiativeBhabhaCard = collisionCard({
  name: 'radiative-bhabha',
  title: 'e+e- → e+e-γ at zero angle',
  doc:
    'Electrons of the beams that lose more than a hundredth of their energy to a photon, both ' +
    'along the beam: that nothing of the collision itself reaches the detector. What they hit ' +
    'in the magnets further on is beam background: its rates are those of b2l1 machine and ' +
    'b2l1 rates.',
  events: 10_000,
  points: [{ name: 'eeγ', generator: 'radiative-bhabha', share: 1, config: {} }],
  selection: { text: 'all events', ranges: {} },
  lines: ['lml6', 'lml7', 'lml13', 'hie', 'stt'],
  families: ['single-photon', 'nn-single-track'],
  scans: [{ variable: 'photons', edges: Float64Array.of(-0.5, 0.5, 1.5), positions: [0, 1] }],
});
