import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import { edgesOf, edgesShape, knownVariable } from './axis-file.js';
import type { MapRequest } from './define-card.js';
import { cellCount } from './map-result.js';
import type { Observing } from './observing.js';

const maxMaps = 100;
/** Cells of a map at most: a picture of more shows none of them. */
const maxCells = 10_000;

const axisShape = z.strictObject({ variable: z.string(), edges: edgesShape });

/** Maps as a card's file has them. */
export const mapsShape = z
  .array(
    z.strictObject({
      title: z.string().optional(),
      x: axisShape,
      y: axisShape,
      selection: z.string().default('all'),
      lines: z.array(z.string()).min(1),
    }),
  )
  .max(maxMaps)
  .default([]);

/**
 * A map of a card from its file.
 * @throws CARD_BAD_VALUE, CARD_UNKNOWN_VARIABLE
 */
export function mapFrom(
  { title, x, y, selection, lines }: z.infer<typeof mapsShape>[number],
  observing: Observing,
  where: string,
): MapRequest {
  if (x.variable === y.variable)
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: x and y are both "${x.variable}", expected two variables`,
    );
  const axisFrom = (name: 'x' | 'y', { variable, edges }: typeof x) => {
    const known = knownVariable(variable, observing, `${where}.${name}`);
    return { known, axis: { variable, edges: edgesOf(edges, known, `${where}.${name}.edges`) } };
  };
  const [ofX, ofY] = [axisFrom('x', x), axisFrom('y', y)];
  const request: MapRequest = {
    id: `${x.variable} × ${y.variable}, ${selection}`,
    title: title ?? `${lines.join(', ')} against ${ofX.known.label} and ${ofY.known.label}`,
    x: ofX.axis,
    y: ofY.axis,
    selection,
    subjects: lines,
  };
  const cells = cellCount(request);
  if (cells > maxCells)
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: ${ofX.axis.edges.length - 1} × ${ofY.axis.edges.length - 1} = ${cells} cells, ` +
        `expected at most ${maxCells}: fewer edges of x or y`,
    );
  return request;
}
