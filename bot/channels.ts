/** What each channel can do. The one place that knows channels by name. */
import type { Activity } from 'botbuilder';
import type { Mode } from './config.js';

/**
 * The service URL of every activity of the chat page. It is no address: nothing can be sent to it, and no
 * activity that came in over HTTP can carry it, so it proves that the server itself stamped who is speaking.
 */
export const EMBEDDED_SERVICE_URL = 'urn:reservation-desk:embedded';

export interface Channel {
  readonly id: string;
  /** The chat page served by the desk itself. */
  readonly embedded: boolean;
  /** A message that was sent can be replaced by another. */
  readonly canUpdateCards: boolean;
  /** A file that is attached to a message can be read. */
  readonly takesFiles: boolean;
  /** Names are suggested while they are typed into a field of a card (the invoke application/search). */
  readonly suggests: boolean;
  /** Whoever has written there can be written to later, without having said anything. */
  readonly takesNotices: boolean;
}

/** The channels that the desk has been tried on; the name of another one could be anything. */
const KNOWN: ReadonlySet<string> = new Set(['msteams', 'webchat', 'directline', 'emulator']);

/** The channel's name for the log and the metrics: one of a few. */
export function channelName({ channelId = '' }: Pick<Partial<Activity>, 'channelId'>): string {
  return KNOWN.has(channelId) ? channelId : 'other';
}

/** Over which channels users are known: in local mode whatever is on this machine, else where somebody vouches for them. */
export function channelsIn(mode: Mode): readonly string[] {
  return CHANNELS_IN[mode];
}

const CHANNELS_IN: Readonly<Record<Mode, readonly string[]>> = {
  local: [...KNOWN],
  credentials: ['msteams'],
  'sign-in': ['webchat'],
  'credentials and sign-in': ['msteams', 'webchat'],
};

/** The channels that are answered where users are signed in. Only Teams says who they are; see identity.ts. */
const ANSWERED: ReadonlySet<string> = new Set(['msteams', 'webchat', 'directline']);
const UPDATES_CARDS: ReadonlySet<string> = new Set(['msteams']);
const TAKES_FILES: ReadonlySet<string> = new Set(['msteams']);
const SUGGESTS: ReadonlySet<string> = new Set(['msteams']);
const TAKES_NOTICES: ReadonlySet<string> = new Set(['msteams']);
const HAS_PACE: ReadonlySet<string> = new Set(['msteams']);

/** True for a channel that limits how fast a bot speaks; see pace.ts. */
export function hasPace(channelId: string): boolean {
  return HAS_PACE.has(channelId);
}

/**
 * The channel that an activity came over. Web Chat through Azure can not replace a message; the chat page can,
 * because the embedded Direct Line sends the message again under the same id.
 */
export function channelOf(activity: Pick<Partial<Activity>, 'channelId' | 'serviceUrl'>): Channel {
  const id = activity.channelId ?? '';
  const embedded = activity.serviceUrl === EMBEDDED_SERVICE_URL;
  return {
    id,
    embedded,
    canUpdateCards: embedded || UPDATES_CARDS.has(id),
    takesFiles: embedded || TAKES_FILES.has(id),
    suggests: SUGGESTS.has(id),
    takesNotices: !embedded && TAKES_NOTICES.has(id),
  };
}

/** True for a channel that the desk answers: in local mode each that a tester may use, otherwise those listed here. */
export function isAnswered(channelId: string, localMode: boolean): boolean {
  return localMode || ANSWERED.has(channelId);
}
