import { make } from './dom.js';

/**
 * Copies a text and says so; where the browser gives no clipboard (a page that came over plain HTTP
 * from another host), shows it to be copied by hand.
 */
export async function copyText(text: string, output: HTMLElement): Promise<void> {
  const isCopied = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
    () => true,
    () => false,
  );
  const shown = make('code', 'copied', text);
  output.replaceChildren(make('span', 'hint', isCopied ? 'Copied: ' : 'Copy by hand: '), shown);
  if (!isCopied) getSelection()?.selectAllChildren(shown);
}
