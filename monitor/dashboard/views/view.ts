/** One view of the page: what the navigation leads to. One module each, listed in main.ts. */
export interface View {
  /** Its name in the address: `#view=daq`. */
  readonly id: string;
  /** In the navigation, as heading, and in the title of the window. */
  readonly title: string;
  /** Its part of index.html; shown and hidden by the shell. */
  readonly element: HTMLElement;
  /** Topics of the feed, each with its pace [ms]: subscribed to only while the view is shown. */
  readonly topics: Readonly<Record<string, number>>;
  /** Takes a sample of one of them. */
  readonly onMessage?: (topic: string, data: unknown) => void;
  /** It is shown, or shown already and the address asks for something else. */
  readonly onShow?: (parameters: URLSearchParams) => void;
  readonly onHide?: () => void;
  /** Draws again in the colours of the present scheme. */
  readonly restyle?: () => void;
}
