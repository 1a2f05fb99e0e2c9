import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { htmlFigure, htmlLinks, htmlPage, htmlTable } from '../../../emulator/files/html-page.js';

const hostile = `<script>alert("1")</script> & 'so'`;
const parse = (body: string) => parseHTML(htmlPage(hostile, body)).document;

describe('a page of results', () => {
  it('shows whatever text it is given, and takes none of it for markup', () => {
    const cells = [hostile, { text: hostile, small: [hostile, ''] }];
    const document = parse(htmlTable(hostile, { header: [hostile, 'b'], rows: [cells] }));
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.title).toBe(hostile);
    expect(document.querySelector('caption')?.textContent).toBe(hostile);
    expect(document.querySelector('thead th')?.textContent).toBe(hostile);
    expect(document.querySelector('tbody th')?.textContent).toBe(hostile);
    expect(document.querySelector('tbody td')?.textContent).toBe(hostile + hostile);
    expect(document.querySelectorAll('small')).toHaveLength(1);
    expect(document.querySelector('[role=region]')?.getAttribute('aria-label')).toBe(hostile);
  });

  it('sets misses and figures off, and names rows by the column that says what they are', () => {
    const rows = [[{ text: 'missed', isMissed: true }, 'width', '0.5 ± 0.1']];
    const table = htmlTable('t', { header: ['', 'What', 'Value'], rows }, { named: 1 });
    const document = parse(table);
    expect(document.querySelector('td.missed')?.textContent).toBe('missed');
    expect(document.querySelector('tbody th')?.textContent).toBe('width');
    expect(document.querySelector('td.number')?.textContent).toBe('0.5 ± 0.1');
    expect(document.querySelectorAll('.number')).toHaveLength(1);
  });

  it('keeps the names within a picture apart from those of others', () => {
    const svg =
      '<svg><clipPath id="c1"></clipPath><g clip-path="url(#c1)"></g><use href="#c1"/></svg>';
    expect(htmlFigure('a', svg, 'f2')).toContain(
      '<clipPath id="f2-c1"></clipPath><g clip-path="url(#f2-c1)"></g><use href="#f2-c1"/>',
    );
  });

  it('links to folders whatever their names', () => {
    const document = parse(htmlLinks([{ text: 'a', path: ['x=1 %/#"', 'report.html'] }]));
    expect(document.querySelector('a')?.getAttribute('href')).toBe(
      './x%3D1%20%25%2F%23%22/report.html',
    );
    expect(htmlLinks([])).toBe('');
  });
});
