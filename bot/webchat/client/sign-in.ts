/** Signing in and out on the page: whether it is asked for, who is signed in, and what is said in the chat's place. */
import { call, forgetSession, isRecord, type Trouble } from './session.js';
import type { PageWords } from './words.js';

/** What is said in the chat's place: one of the words of the page. */
type Told = Extract<keyof PageWords, `signIn${string}`>;

/** By what the desk writes into the address when a sign-in came to nothing, and the page itself after signing out. */
const TOLD: Readonly<Record<string, Told>> = {
  unavailable: 'signInUnavailable',
  cancelled: 'signInCancelled',
  failed: 'signInFailed',
  'other-tenant': 'signInOtherTenant',
  again: 'signInAgain',
  busy: 'signInBusy',
  out: 'signInOut',
};

/** After these the issuer would take the same account again by itself, and another one may be wanted. */
const CHOOSES: readonly Told[] = ['signInOtherTenant', 'signInOut'];

const DRAFT = 'reservation-desk-draft';
const WAY_OUT = 'reservation-desk-way-out';
/** By which the pages of a browser tell each other that the user has signed in or out. */
const TABS = 'reservation-desk';

export class SignIn {
  /** Nobody is signed in, and nothing goes on until somebody is. */
  waits = false;
  /** Who is signed in, as the issuer calls them. */
  name = '';
  private readonly asked = metaOf('desk-sign-in') === 'required';
  private readonly panel = part('sign-in');
  private readonly heading = part('sign-in-heading');
  private readonly text = part('sign-in-text');
  private readonly link = part('sign-in-link');
  private readonly wayOut = part('sign-in-way-out');
  private readonly button = part('sign-out');
  private readonly tabs = new BroadcastChannel(TABS);
  private told: Told = 'signInFirst';

  /** @param draft what is in the send box: it is still there after signing in. */
  constructor(
    private readonly chat: HTMLElement,
    draft: () => unknown,
  ) {
    const why = new URLSearchParams(location.search).get('sign-in');
    if (why !== null) {
      this.told = (Object.hasOwn(TOLD, why) ? TOLD[why] : undefined) ?? 'signInFirst';
      history.replaceState(null, '', '/');
    }
    const keepDraft = () => {
      const typed = draft();
      if (typeof typed === 'string') sessionStorage.setItem(DRAFT, typed);
    };
    this.link.addEventListener('click', keepDraft);
    this.button.addEventListener('click', () => void this.leave());
    this.tabs.addEventListener('message', ({ data }) => {
      if (data === 'out') leaveNothing();
      if (data !== 'in' || !this.waits) return;
      keepDraft();
      location.replace('/');
    });
  }

  /** True where the chat may begin: nobody is asked to sign in, or somebody has. */
  async passes(): Promise<boolean | Trouble> {
    if (!this.asked) return true;
    const { status, body } = await call('GET', '/sign-in/session');
    if (status !== 200 || !isRecord(body)) return 'unreachable';
    if (body.signedIn !== true) {
      this.ask(this.told);
      return false;
    }
    this.name = typeof body.name === 'string' ? body.name : '';
    this.button.hidden = false;
    this.tabs.postMessage('in');
    return true;
  }

  /** What was typed before signing in, once. */
  draft(): string {
    const typed = sessionStorage.getItem(DRAFT) ?? '';
    sessionStorage.removeItem(DRAFT);
    return typed;
  }

  /** The sign-in has ended while the page was open. The chat stays to be read. */
  over(): void {
    this.ask('signInOver');
    this.panel.classList.add('above');
    // The chat is there as well, and is what the page is about.
    this.panel.setAttribute('role', 'region');
    this.chat.hidden = false;
  }

  /** Writes what it says in this language. */
  write(words: PageWords): void {
    this.heading.textContent = words.signInHeading;
    this.text.textContent = words[this.told];
    this.link.textContent = words.signIn;
    this.wayOut.textContent = words.signOutOfAll;
    this.button.textContent = words.signOut;
  }

  /** In words of the language that was written last. */
  private ask(told: Told): void {
    this.told = told;
    this.link.setAttribute('href', CHOOSES.includes(told) ? '/sign-in?choose' : '/sign-in');
    this.waits = true;
    this.chat.hidden = true;
    this.panel.hidden = false;
    this.button.hidden = true;
    this.name = '';
    const wayOut = told === 'signInOut' ? (sessionStorage.getItem(WAY_OUT) ?? '') : '';
    this.wayOut.hidden = wayOut === '';
    if (wayOut !== '') this.wayOut.setAttribute('href', wayOut);
    this.changed();
  }

  /** Called where something else is to be said; the page then writes it in its language. */
  changed: () => void = () => undefined;

  /** Signs out, here and on the other pages of this browser. */
  private async leave(): Promise<void> {
    this.button.setAttribute('disabled', '');
    const { status, body } = await call('POST', '/sign-out');
    this.button.removeAttribute('disabled');
    if (status !== 200) return;
    const wayOut = isRecord(body) && typeof body.endSession === 'string' ? body.endSession : '';
    sessionStorage.setItem(WAY_OUT, /^https?:/.test(wayOut) ? wayOut : '');
    this.tabs.postMessage('out');
    leaveNothing();
  }
}

/** Loads the page anew: whoever comes next finds nothing of what was said. */
function leaveNothing(): void {
  forgetSession();
  sessionStorage.removeItem(DRAFT);
  location.replace('/?sign-in=out');
}

function metaOf(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
}

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
