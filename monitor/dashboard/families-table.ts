import { byId, make, setText } from './dom.js';
import { type EfficiencyCells, makeEfficiencyCells } from './efficiency-cells.js';
import type { EfficiencyData } from './messages.js';
import { definitionOf, familyName } from './names.js';

interface Row extends EfficiencyCells {
  readonly element: HTMLElement;
  readonly definition: HTMLElement;
}

/** One row a family: what it is the OR of, its efficiency, and of which events that is. */
export function makeFamiliesTable(): {
  readonly show: (families: readonly EfficiencyData[]) => void;
} {
  const body = byId('family-rows');
  const rows = new Map<string, Row>();
  return {
    show: (families) => {
      byId('families').hidden = families.length === 0;
      const wanted = families.map((family) => {
        const row = rows.get(family.name) ?? makeRow(family.name);
        rows.set(family.name, row);
        setText(row.definition, definitionOf(family.lines ?? []));
        row.show(family, '');
        return row.element;
      });
      const isSame =
        wanted.length === body.children.length &&
        wanted.every((element, index) => body.children[index] === element);
      if (!isSame) body.replaceChildren(...wanted);
    },
  };
}

function makeRow(name: string): Row {
  const element = make('tr');
  const head = make('th', '', familyName(name));
  head.scope = 'row';
  const definition = make('td', 'words-cell');
  definition.dataset.label = 'Is the';
  const efficiency = makeEfficiencyCells();
  element.append(head, definition, ...efficiency.cells);
  return { element, definition, ...efficiency };
}
