import { asciiJson, type FileOrigin } from './file-origin.js';
import { pdfContent } from './pdf-content.js';
import { svgOfOutlines } from './plot-frame.js';

/** Points of print in a unit of SVG. */
const scale = 72 / 96;

/**
 * A picture as PDF of one page, text as outlines, so that it looks the same wherever it is printed.
 * Title and how it was made stand in the information dictionary. Nothing is compressed, since what
 * compresses differs between versions of Node.
 * @see PDF 1.7, ISO 32000-1: sections 7.5, 8.4, 8.5 and 14.3.3
 */
export function svgToPdf(svg: string, title: string, origin: FileOrigin): Uint8Array {
  const { width, height, operators, opacities } = pdfContent(svgOfOutlines(svg));
  const [right, top] = [scale * width, scale * height];
  const content = `${scale} 0 0 ${-scale} 0 ${top} cm\n${operators}\n`;
  const states = [...opacities].map(
    ([name, [fill, stroke]]) => `/${name} << /ca ${fill} /CA ${stroke} >>`,
  );
  return pdfFile([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${right} ${top}] /Contents 4 0 R ` +
      `/Resources << /ExtGState << ${states.join(' ')} >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}endstream`,
    `<< /Title ${textString(title)} /Creator (belle2-l1) ` +
      `/Subject ${textString(asciiJson(origin))} >>`,
  ]);
}

/** Letters of any script, as UTF-16 in hexadecimal. */
const textString = (text: string): string =>
  `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;

/** Objects, numbered from 1, with the table of where they begin. */
function pdfFile(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n';
  const starts = objects.map((object, index) => {
    const start = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\n`;
  // Every letter is one byte.
  return Buffer.from(`${text}${table}${trailer}startxref\n${text.length}\n%%EOF\n`, 'latin1');
}
