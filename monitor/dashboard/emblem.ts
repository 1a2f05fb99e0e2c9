/** The 36 trigger cells around the barrel, one of them lit: a single photon. */
const cells = 36;
const svgNamespace = 'http://www.w3.org/2000/svg';

/** Draws the ring; the returned call lights the next cell. */
export function drawEmblem(svg: Element): () => void {
  const ring = Array.from({ length: cells }, (_, index) => {
    const cell = document.createElementNS(svgNamespace, 'path');
    cell.setAttribute('d', cellPath(index));
    return cell;
  });
  svg.replaceChildren(...ring);
  let lit = 4;
  const light = (): void => {
    ring[lit]?.classList.remove('lit');
    // A step that shares no factor with 36 visits every cell, apart from the one before.
    lit = (lit + 13) % cells;
    ring[lit]?.classList.add('lit');
  };
  light();
  return light;
}

function cellPath(index: number): string {
  const [inner, outer] = [25, 47];
  const from = (2 * Math.PI * (index + 0.12)) / cells;
  const to = (2 * Math.PI * (index + 0.88)) / cells;
  const at = (radius: number, angle: number): string =>
    `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  return `M${at(inner, from)}L${at(outer, from)}L${at(outer, to)}L${at(inner, to)}Z`;
}
