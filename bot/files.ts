/**
 * Files of purchases that users attach: from the chat page they have come along already; from Teams they are fetched
 * where Teams keeps them, and nowhere else.
 */
import type { Activity, Attachment } from 'botbuilder';
import type { Logger } from 'pino';
import { SHEET_WORDS } from '../cards/views/sheet-words.js';
import type { Sheet } from '../dialogs/turn.js';
import { type FileProblem, looksLikeSheet, MOST_BYTES } from '../domain/bulk/sheet.js';
import { channelOf } from './channels.js';
import { linesOf } from './inbound.js';

export type FetchFile = (url: string, init: RequestInit) => Promise<Response>;

const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info';
/** What channels attach to a message that is no file: the message as HTML, the message that it answers. */
const NO_FILE = /^(text\/html|messageReference|application\/vnd\.microsoft\.card\..*)$/;
/** Where Teams keeps the files of its users; those below them count as well. */
const FILE_HOSTS = ['sharepoint.com', 'sharepoint.us', 'sharepoint.cn', 'onedrive.com', 'onedrive.live.com'];
const MOST_HOPS = 3;
/** Teams delivers a message again after 15 seconds. */
const PATIENCE_MS = 10_000;

/** What was sent to be bought in bulk: a file, or a message that begins as one; undefined: neither. */
export async function sheetIn(activity: Activity, fetch: FetchFile, log: Logger): Promise<Sheet | undefined> {
  const files = (activity.attachments ?? []).filter(({ contentType }) => !NO_FILE.test(contentType ?? ''));
  const [file, ...others] = files;
  if (!file) {
    const lines = linesOf(activity);
    return looksLikeSheet(lines, SHEET_WORDS) ? { text: lines } : undefined;
  }
  if (others.length > 0) return { problem: 'several' };
  const channel = channelOf(activity);
  const readable = channel.embedded || (channel.takesFiles && file.contentType === TEAMS_FILE);
  if (!readable) return { problem: 'channel' };
  if (!/\.(csv|txt)$/i.test(file.name ?? '')) return { problem: 'kind' };
  const bytes = channel.embedded ? comeAlong(file) : await fetched(file, fetch, log);
  return typeof bytes === 'string' ? { problem: bytes } : decoded(bytes);
}

/** Text as bytes of UTF-8; what is no UTF-8 would be bought under wrong names. */
function decoded(bytes: Uint8Array): Sheet {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'encoding' };
  }
}

/** What the server of the chat page has put into the activity itself: no client can. */
function comeAlong({ content }: Attachment): Uint8Array | FileProblem {
  if (typeof content !== 'string') return 'unreachable';
  const bytes = Buffer.from(content, 'base64');
  return bytes.length > MOST_BYTES ? 'tooLarge' : bytes;
}

async function fetched(
  { content }: Attachment,
  fetch: FetchFile,
  log: Logger,
): Promise<Uint8Array | FileProblem> {
  let url: unknown = content?.downloadUrl;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
      if (typeof url !== 'string' || !isFileHost(url)) return 'unreachable';
      const response = await fetch(url, { redirect: 'manual', signal });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null)
        return response.ok ? await within(response) : 'unreachable';
      url = new URL(location, url).href;
    }
  } catch (error) {
    log.info({ err: error }, 'a file could not be fetched');
  }
  return 'unreachable';
}

/** The body, read no further than a file may be large. */
async function within(response: Response): Promise<Uint8Array | FileProblem> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) return 'tooLarge';
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** True for an address of SharePoint or OneDrive by https, on the usual port, with nobody's name in it. */
export function isFileHost(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  const plain = protocol === 'https:' && port === '' && username === '' && password === '';
  return plain && FILE_HOSTS.some((host) => `.${hostname}`.endsWith(`.${host}`));
}
