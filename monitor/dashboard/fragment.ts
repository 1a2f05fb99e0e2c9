/** What the fragment of the page's address says: the token, the view, and what the view shows. */

/** A place on the page: a view, and what else the address asks it for. */
interface Place {
  /** Id of a view; undefined where the address names none. */
  readonly view: string | undefined;
  /** All but token and view, such as `event=1:3:17`. */
  readonly parameters: URLSearchParams;
}

const read = (fragment: string): URLSearchParams => new URLSearchParams(fragment.replace(/^#/, ''));

/** The token that the printed link carries in its fragment. */
export const tokenOf = (fragment: string): string | undefined =>
  read(fragment).get('token') ?? undefined;

/** Where on the page a fragment leads. */
export function placeOf(fragment: string): Place {
  const parameters = read(fragment);
  const view = parameters.get('view') ?? undefined;
  parameters.delete('view');
  parameters.delete('token');
  return { view, parameters };
}

/**
 * The fragment that leads to a place. The token is kept in it, so that a reload may still steer; a
 * link to be shared goes without.
 */
export function fragmentOf(
  { view, parameters }: { readonly view: string; readonly parameters?: URLSearchParams },
  token?: string,
): string {
  const entries = new URLSearchParams(token === undefined ? {} : { token });
  entries.set('view', view);
  for (const [key, value] of parameters ?? []) entries.set(key, value);
  // Colons are allowed in a fragment, and addresses of events are easier to read with them.
  return `#${entries.toString().replaceAll('%3A', ':')}`;
}
