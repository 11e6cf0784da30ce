/** The chat page: Web Chat over the embedded Direct Line, who one is, and a way to start over. */
import { focusFollowsAnswers } from './focus.js';
import { cardHostConfig, styleOptions } from './look.js';
import { newSession, renewSession, type Session, storedSession, type Trouble } from './session.js';

/** The words of the page, by language. */
const WORDS = {
  en: {
    actAs: 'Act as',
    chooseRole: 'Choose a role',
    startOver: 'Start over',
    localMode: 'Local mode: no sign-in, for this machine only',
    gone: 'The earlier conversation has ended, so this is a new one.',
    unreachable: 'The desk cannot be reached. Trying again…',
    unavailable: 'This desk is not open to web pages. Talk to it in Microsoft Teams.',
  },
} as const;
const words = WORDS.en;
const LOCALE = 'en-US';

/** The roles one can act as; what is sent is "act as <name>". */
const ROLES = [
  { id: 'AdminAgent', name: 'Admin agent' },
  { id: 'GlobalAdmin', name: 'Global admin' },
  { id: 'SalesAgent', name: 'Sales agent' },
  { id: 'HelpdeskAgent', name: 'Helpdesk agent' },
  { id: 'UserManagementAdmin', name: 'User management admin' },
] as const;

/** Direct Line JS stops for good after one failed poll and says nothing, so the page looks for itself. */
const WATCH_MS = 5000;
/** Shortest pause between two polls; a poll is held by the server while there is nothing new. */
const POLL_MS = 200;

// ---- the part of Web Chat's interface that is used here -----------------------------------------------------

interface Action {
  readonly type: string;
  readonly payload?: {
    readonly activity?: { readonly type?: string; readonly name?: string; readonly value?: unknown };
  };
}
interface Attached {
  readonly attachment: { readonly contentType: string; readonly content?: unknown };
}
interface Store {
  dispatch(action: { type: string; payload: Record<string, unknown> }): void;
}
interface WebChatBundle {
  createDirectLine(options: Record<string, unknown>): unknown;
  createStore(
    state: object,
    middleware: (api: unknown) => (next: (action: Action) => unknown) => (action: Action) => unknown,
  ): Store;
  renderWebChat(props: Record<string, unknown>, element: HTMLElement): void;
}
declare global {
  interface Window {
    readonly WebChat: WebChatBundle;
  }
}

// ---- the page -------------------------------------------------------------------------------------------------

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
};
const chat = element('chat', HTMLElement);
const who = element('who', HTMLElement);
const act = element('act', HTMLElement);
const role = element('role', HTMLSelectElement);
const restart = element('restart', HTMLButtonElement);
const banner = element('banner', HTMLElement);
const statusLine = element('status', HTMLElement);
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');

interface Chat {
  session: Session;
  readonly mount: string;
  readonly directLine: unknown;
  readonly store: Store;
}
let current: Chat | undefined;
let mounts = 0;
/** One thing at a time: starting, watching and starting over do not overlap. */
let busy = false;
let lost = false;
const cardWasSubmitted = focusFollowsAnswers(chat);

/** Shows a conversation from its beginning. */
function show(session: Session): void {
  mounts += 1;
  const directLine = window.WebChat.createDirectLine({
    domain: new URL('/directline', location.href).href,
    conversationId: session.conversationId,
    token: session.token,
    webSocket: false,
    pollingInterval: POLL_MS,
  });
  const store = window.WebChat.createStore({}, () => (next) => (action) => {
    const activity = action.type === 'DIRECT_LINE/INCOMING_ACTIVITY' ? action.payload?.activity : undefined;
    if (activity?.type === 'event' && activity.name === 'desk/who') showWho(activity.value);
    if (action.type === 'WEB_CHAT/SEND_POST_BACK') cardWasSubmitted();
    return next(action);
  });
  current = { session, mount: String(mounts), directLine, store };
  render();
}

/** Draws the chat; another key makes Web Chat let go of the conversation before. */
function render(): void {
  if (!current) return;
  window.WebChat.renderWebChat(
    {
      key: current.mount,
      directLine: current.directLine,
      store: current.store,
      locale: LOCALE,
      nonce,
      styleOptions: styleOptions(darkScheme.matches),
      adaptiveCardsHostConfig: cardHostConfig(darkScheme.matches),
      attachmentForScreenReaderMiddleware: cardAsSpoken,
    },
    chat,
  );
}

/**
 * What a screen reader is told of a new card: its text to be spoken. Web Chat would tell all that is on it, from a
 * copy in which the fields have lost their labels.
 */
const cardAsSpoken = () => (next: (attached: Attached) => unknown) => (attached: Attached) => {
  const { speak } = (attached.attachment.content ?? {}) as { readonly speak?: unknown };
  if (typeof speak !== 'string') return next(attached);
  return next({ ...attached, attachment: { contentType: 'text/plain', content: speak } });
};

/** Takes over from the bot who the user is: { name, roles, localMode }. */
function showWho(value: unknown): void {
  const { name, roles, localMode } = (value ?? {}) as {
    name?: unknown;
    roles?: unknown;
    localMode?: unknown;
  };
  const known = ROLES.filter(
    ({ id, name }) => Array.isArray(roles) && (roles.includes(id) || roles.includes(name)),
  );
  who.textContent = [typeof name === 'string' ? name : '', known.map(({ name }) => name).join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
  who.title = who.textContent;
  role.value = known.length === 1 ? (known[0]?.name ?? '') : '';
  act.hidden = localMode !== true;
  banner.hidden = localMode !== true;
}

function begin(result: Session | Trouble, said: string): void {
  if (typeof result === 'string') {
    lost = result !== 'unavailable';
    statusLine.textContent = words[result];
    return;
  }
  lost = false;
  statusLine.textContent = said;
  restart.disabled = false;
  show(result);
}

async function alone(work: () => Promise<void>): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    await work();
  } finally {
    busy = false;
  }
}

/** Goes on with the conversation of this tab, or begins one. */
async function open(): Promise<void> {
  const stored = storedSession();
  const found = stored ? await renewSession(stored) : undefined;
  if (found === 'gone') begin(await newSession(stored, LOCALE), words.gone);
  else begin(found ?? (await newSession(undefined, LOCALE)), '');
}

async function startOver(): Promise<void> {
  restart.disabled = true;
  begin(await newSession(current?.session, LOCALE), '');
  restart.disabled = false;
}

/** Sees whether the conversation is still there; comes back when the desk does. */
async function watch(): Promise<void> {
  if (!current) {
    if (lost) await open();
    return;
  }
  const found = await renewSession(current.session);
  if (found === 'gone') begin(await newSession(current.session, LOCALE), words.gone);
  else if (typeof found === 'string' || lost) begin(found, '');
  else current.session = found;
}

element('act-label', HTMLElement).textContent = words.actAs;
role.append(new Option(words.chooseRole, ''), ...ROLES.map(({ name }) => new Option(name, name)));
restart.textContent = words.startOver;
banner.textContent = words.localMode;

role.addEventListener('change', () => {
  if (!role.value) return;
  current?.store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { text: `act as ${role.value}` } });
});
restart.addEventListener('click', () => void alone(startOver));
darkScheme.addEventListener('change', render);
window.setInterval(() => void alone(watch), WATCH_MS);
void alone(open);
