import { makeBackgroundsView as makeDetectors } from '../backgrounds-view.js';
import { byId } from '../dom.js';
import type { BackgroundsData } from '../messages.js';
import { makePhaseView } from '../phase-view.js';
import type { View } from './view.js';

/** Background by subdetector and source, and what an injection brings. */
export function makeBackgroundsView(): View {
  const detectors = makeDetectors();
  const phases = makePhaseView();
  return {
    id: 'backgrounds',
    title: 'Backgrounds',
    element: byId('view-backgrounds'),
    topics: { backgrounds: 1000 },
    onMessage: (_, data) => {
      detectors.show(data as BackgroundsData);
      phases.show(data as BackgroundsData);
    },
    restyle: phases.restyle,
  };
}
