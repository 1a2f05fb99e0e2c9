/** The connection to `/ws`, which survives a restart of the server. */

/** How the connection is; `again` once it was lost before. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly again: boolean }
  | { readonly kind: 'lost'; readonly retryMs: number; readonly why: string }
  | { readonly kind: 'needs-token' };

interface FeedHandlers {
  readonly onState: (state: ConnectionState) => void;
  readonly onMessage: (topic: string, data: unknown) => void;
}

/** What the page may ask of the connection, whether or not it stands at the moment. */
export interface FeedConnection {
  /** Subscribes to a topic, now and after every reconnection. */
  readonly want: (topic: string, everyMs: number) => void;
  readonly drop: (topic: string) => void;
  readonly retryNow: () => void;
}

const retriesMs = [1000, 2000, 4000, 5000];
/** The server samples ten times a second, so longer silence is a dead connection. */
const maxSilenceMs = 15_000;

/** Connects to `/ws` and keeps connecting after a loss; topics are wanted by the views. */
export function connectFeed(
  token: string | undefined,
  { onState, onMessage }: FeedHandlers,
): FeedConnection {
  const wanted = new Map<string, number>();
  let present: WebSocket | undefined;
  let failures = 0;
  let wasLive = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const say = (message: object): void => {
    if (present?.readyState === WebSocket.OPEN) present.send(JSON.stringify(message));
  };
  const want = (topic: string, everyMs: number): void => {
    wanted.set(topic, everyMs);
    say({ subscribe: [topic], everyMs });
  };
  const drop = (topic: string): void => {
    wanted.delete(topic);
    say({ unsubscribe: [topic] });
  };

  const open = (): void => {
    clearTimeout(retry);
    retry = undefined;
    onState({ kind: 'connecting' });
    const socket = new WebSocket(feedUrl(token), 'b2l1.v1.json');
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.close(), maxSilenceMs);
    };
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      failures = 0;
      present = socket;
      for (const [topic, everyMs] of wanted) say({ subscribe: [topic], everyMs });
      heard();
      onState({ kind: 'live', again: wasLive });
      wasLive = true;
    });
    socket.addEventListener('message', ({ data }) => {
      heard();
      const message = JSON.parse(String(data)) as { topic?: string; data?: unknown };
      if (message.topic !== undefined) onMessage(message.topic, message.data);
    });
    socket.addEventListener('close', ({ reason }) => {
      clearTimeout(silence);
      void lost(opened, reason);
    });
  };

  const lost = async (opened: boolean, reason: string): Promise<void> => {
    if (!opened && (await isRefused(token))) return onState({ kind: 'needs-token' });
    const retryMs = retriesMs[Math.min(failures, retriesMs.length - 1)] ?? 1000;
    failures++;
    retry = setTimeout(open, retryMs);
    onState({ kind: 'lost', retryMs, why: reason });
  };

  const retryNow = (): void => {
    if (retry !== undefined) open();
  };
  addEventListener('online', retryNow);
  addEventListener('visibilitychange', () => document.visibilityState === 'visible' && retryNow());
  open();
  return { retryNow, want, drop };
}

function feedUrl(token: string | undefined): string {
  const url = new URL('ws', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  url.search = token === undefined ? '' : new URLSearchParams({ token }).toString();
  return url.href;
}

/** A browser does not say why a websocket was refused; the same question over HTTP does. */
async function isRefused(token: string | undefined): Promise<boolean> {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const reply = await fetch('api/snapshot', { method: 'HEAD', headers }).catch(() => undefined);
  return reply?.status === 401;
}
