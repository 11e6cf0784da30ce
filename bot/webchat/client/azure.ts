/** The connection of the chat control by Azure's Direct Line, where the desk is set up for it: by Direct Line JS. */
import type { ConnectionOptions } from './connection.js';

/** What Direct Line JS calls being connected, and what it does not come back from: an expired token, a failure, the end. */
const CONNECTING = 1;
const ONLINE = 2;
const FIRST_OVER = 3;

interface DirectLine {
  readonly connectionStatus$: { subscribe(next: (status: number) => void): unknown };
  end(): void;
}

/** A conversation of Azure's Direct Line: a new one, or the one that the token is of where the page was loaded anew. */
export class AzureConnection {
  /** For the chat control. */
  readonly directLine: DirectLine;
  /** What could not be sent is marked in the chat, and can be sent again there. */
  readonly unsent: readonly string[] = [];
  private ended = false;

  constructor({ session, trouble }: ConnectionOptions) {
    const { domain, token, conversationId, resumed } = session;
    // From the beginning of what was said.
    const again = resumed ? { conversationId, watermark: '0' } : {};
    this.directLine = window.WebChat.createDirectLine({ domain, token, ...again }) as DirectLine;
    let online = false;
    this.directLine.connectionStatus$.subscribe((status) => {
      if (this.ended) return;
      if (status >= FIRST_OVER) trouble('gone');
      else if (status === ONLINE) trouble(undefined);
      else if (status === CONNECTING && online) trouble('unreachable');
      online ||= status === ONLINE;
    });
  }

  end(): void {
    this.ended = true;
    this.directLine.end();
  }
}
