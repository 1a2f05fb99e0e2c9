import { byId } from '../dom.js';
import type { View } from './view.js';

/** What another menu, prescale or threshold would do, before it is applied. */
export function makeWhatIfView(): View {
  return { id: 'what-if', title: 'What if', element: byId('view-what-if'), topics: {} };
}
