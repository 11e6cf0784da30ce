/** The chat page: Web Chat over the embedded Direct Line, who one is, and a way to start over. */
import { AzureConnection } from './azure.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { focusFollowsAnswers } from './focus.js';
import { cardHostConfig, styleOptions } from './look.js';
import { newSession, renewSession, type Session, storedSession, type Trouble } from './session.js';
import { SignIn } from './sign-in.js';
import type { Attached, Store } from './web-chat.js';
import {
  browserLanguage,
  LANGUAGES,
  type Language,
  languageFrom,
  localeFor,
  PAGE_WORDS,
  type PageWords,
} from './words.js';

/** The roles one can act as; what is said to the desk is "act as <name>". */
const ROLES = ['AdminAgent', 'GlobalAdmin', 'SalesAgent', 'HelpdeskAgent', 'UserManagementAdmin'] as const;

/** Where there is no conversation, another try is made after so long. */
const AGAIN_MS = 5000;

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
};
const chat = element('chat', HTMLElement);
const who = element('who', HTMLElement);
const act = element('act', HTMLElement);
const role = element('role', HTMLSelectElement);
const picker = element('language', HTMLSelectElement);
const restart = element('restart', HTMLButtonElement);
const banner = element('banner', HTMLElement);
const statusLine = element('status', HTMLElement);
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');

interface Chat {
  session: Session;
  readonly mount: string;
  readonly connection: Connection | AzureConnection;
  readonly store: Store;
}
let current: Chat | undefined;
/** The browser's language at first; then the one that the desk answers in. */
let language: Language = browserLanguage(navigator.languages);
let words: PageWords = PAGE_WORDS[language];
/** Who the user is, as the bot said it last. */
let known: unknown;
let mounts = 0;
/** One thing at a time: starting, watching and starting over do not overlap. */
let busy = false;
/** The conversation that is shown has ended, and there is no other one yet. */
let over = false;
/** What the page says above the chat. */
let said: Trouble | undefined;
const cardWasSubmitted = focusFollowsAnswers(chat);
const signIn = new SignIn(chat, () => current?.store.getState().sendBoxValue);

/** Shows a conversation from its beginning. What was typed and not sent, and what was being typed, is in the box. */
function show(session: Session): void {
  mounts += 1;
  const typed = current ? current.store.getState().sendBoxValue : signIn.draft();
  const draft = [...(current?.connection.unsent ?? []), String(typed ?? '')].join(' ').trim();
  current?.connection.end();
  const options: ConnectionOptions = {
    session,
    renewed: (renewed) => {
      if (current?.connection === connection) current.session = renewed;
    },
    trouble: (trouble) => {
      if (current?.connection !== connection) return;
      if (trouble === 'gone') void alone(beginAgain);
      else if (said !== 'gone' || trouble) tell(trouble);
    },
  };
  const connection = session.domain === undefined ? new Connection(options) : new AzureConnection(options);
  const store = window.WebChat.createStore({}, () => (next) => (action) => {
    const activity = action.type === 'DIRECT_LINE/INCOMING_ACTIVITY' ? action.payload?.activity : undefined;
    if (activity?.type === 'event' && activity.name === 'desk/who') follow(activity.value);
    if (action.type === 'WEB_CHAT/SEND_POST_BACK') cardWasSubmitted();
    return next(action);
  });
  current = { session, mount: String(mounts), connection, store };
  render();
  if (draft !== '') store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text: draft } });
}

/** Draws the chat; another key makes Web Chat let go of the conversation before. */
function render(): void {
  if (!current) return;
  window.WebChat.renderWebChat(
    {
      key: current.mount,
      directLine:
        current.connection instanceof AzureConnection ? current.connection.directLine : current.connection,
      store: current.store,
      disabled: signIn.waits,
      locale: locale(),
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

/** What the page and Web Chat are in, and what the desk is told. */
function locale(): string {
  return localeFor(language, navigator.languages);
}

/** Takes over from the bot who the user is, and in which language it answers: { name, roles, localMode, language }. */
function follow(value: unknown): void {
  known = value;
  const { language: answered } = (value ?? {}) as { language?: unknown };
  setLanguage(languageFrom(answered) ?? language);
}

/** Writes everything on the page in this language. */
function setLanguage(next: Language): void {
  const changed = next !== language;
  language = next;
  words = PAGE_WORDS[language];
  document.documentElement.lang = language;
  picker.value = language;
  element('language-label', HTMLElement).textContent = words.language;
  element('act-label', HTMLElement).textContent = words.actAs;
  role.replaceChildren(new Option(words.chooseRole, ''), ...ROLES.map((id) => new Option(words[id], id)));
  restart.textContent = words.startOver;
  banner.textContent = words.localMode;
  signIn.write(words);
  tell(said);
  showWho();
  if (changed) render();
}

/** Shows who the user is, and what only local mode has. */
function showWho(): void {
  const { name, roles, localMode } = (known ?? {}) as {
    name?: unknown;
    roles?: unknown;
    localMode?: unknown;
  };
  const held = ROLES.filter((id) => Array.isArray(roles) && roles.includes(id));
  who.textContent = [typeof name === 'string' ? name : signIn.name, held.map((id) => words[id]).join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
  who.title = who.textContent;
  role.value = held.length === 1 ? (held[0] ?? '') : '';
  act.hidden = localMode !== true;
  banner.hidden = localMode !== true;
}

function begin(result: Session | Trouble, why?: Trouble): void {
  tell(typeof result === 'string' ? result : why);
  if (typeof result === 'string') return;
  restart.disabled = false;
  show(result);
}

/** Says above the chat what is the matter, if anything is. */
function tell(trouble: Trouble | undefined): void {
  if (trouble === 'signedOut') signIn.over();
  said = trouble;
  // That nobody is signed in is said where one signs in.
  statusLine.textContent = trouble === undefined || trouble === 'signedOut' ? '' : words[trouble];
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
  const passes = await signIn.passes();
  if (passes !== true) return tell(passes || undefined);
  showWho();
  const stored = storedSession();
  const found = stored ? await renewSession(stored) : undefined;
  if (found === 'gone') begin(await newSession(stored, locale()), 'gone');
  else begin(found ?? (await newSession(undefined, locale())));
}

async function startOver(): Promise<void> {
  restart.disabled = true;
  begin(await newSession(current?.session, locale()));
  restart.disabled = false;
}

/**
 * The conversation is no longer there: in its place a new one, of the same user, once the page is looked at. Where
 * somebody has more pages than chats, they would end each other's in turn, and the one that is worked in with them.
 */
async function beginAgain(): Promise<void> {
  over = true;
  if (document.hidden) return;
  const found = await newSession(current?.session, locale());
  over = typeof found === 'string';
  begin(found, 'gone');
}

/** Says something to the desk, as if it was typed. */
function say(text: string): void {
  current?.store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { text } });
}

picker.append(...LANGUAGES.map((each) => new Option(PAGE_WORDS[each].name, each)));
for (const option of picker.options) option.lang = option.value;
signIn.changed = () => {
  signIn.write(words);
  restart.hidden = true;
  known = undefined;
  showWho();
  render();
};
setLanguage(language);

picker.addEventListener('change', () => {
  setLanguage(languageFrom(picker.value) ?? language);
  say(words.name);
});
role.addEventListener('change', () => {
  const chosen = ROLES.find((id) => id === role.value);
  if (chosen) say(`${words.actAsCommand} ${words[chosen]}`);
});
restart.addEventListener('click', () => void alone(startOver));
darkScheme.addEventListener('change', render);
const goOn = () => {
  if (signIn.waits) return;
  if (over) void alone(beginAgain);
  else if (!current && said !== 'unavailable') void alone(open);
};
window.setInterval(goOn, AGAIN_MS);
document.addEventListener('visibilitychange', goOn);
void alone(open);
