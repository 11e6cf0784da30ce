/** The words of the page, in each language that the desk speaks, and which of them the browser asks for. */

const ENGLISH = {
  /** What the language calls itself: in the picker, and said to the desk. */
  name: 'English',
  language: 'Language',
  actAs: 'Act as',
  chooseRole: 'Choose a role',
  startOver: 'Start over',
  localMode: 'Local mode: no sign-in, for this machine only',
  gone: 'The earlier conversation has ended, so this is a new one.',
  crowded: 'Too many chats are open at the moment. Trying again…',
  unreachable: 'The desk cannot be reached. Trying again; what you send waits here.',
  unavailable: 'This desk is not open to web pages. Talk to it in Microsoft Teams.',
  /** What is said to the desk before the name of a role. */
  actAsCommand: 'act as',
  AdminAgent: 'Admin agent',
  GlobalAdmin: 'Global admin',
  SalesAgent: 'Sales agent',
  HelpdeskAgent: 'Helpdesk agent',
  UserManagementAdmin: 'User management admin',
};
export type PageWords = Readonly<Record<keyof typeof ENGLISH, string>>;

const DUTCH: PageWords = {
  name: 'Nederlands',
  language: 'Taal',
  actAs: 'Handelen als',
  chooseRole: 'Kies een rol',
  startOver: 'Opnieuw beginnen',
  localMode: 'Lokale modus: zonder aanmelding, alleen voor deze machine',
  gone: 'Het vorige gesprek is afgelopen; dit is een nieuw gesprek.',
  crowded: 'Er staan op dit moment te veel chats open. Er wordt opnieuw geprobeerd…',
  unreachable: 'De desk is niet bereikbaar. Er wordt opnieuw geprobeerd; wat je verstuurt, wacht hier.',
  unavailable: 'Deze desk is niet open voor webpagina’s. Praat ermee in Microsoft Teams.',
  actAsCommand: 'handel als',
  AdminAgent: 'Beheeragent',
  GlobalAdmin: 'Globale beheerder',
  SalesAgent: 'Verkoopagent',
  HelpdeskAgent: 'Helpdeskmedewerker',
  UserManagementAdmin: 'Gebruikersbeheerder',
};

const SWEDISH: PageWords = {
  name: 'Svenska',
  language: 'Språk',
  actAs: 'Agera som',
  chooseRole: 'Välj en roll',
  startOver: 'Börja om',
  localMode: 'Lokalt läge: utan inloggning, bara för den här datorn',
  gone: 'Den tidigare konversationen är avslutad, så det här är en ny.',
  crowded: 'Just nu är för många chattar öppna. Försöker igen…',
  unreachable: 'Desken går inte att nå. Försöker igen; det du skickar väntar här.',
  unavailable: 'Den här desken är inte öppen för webbsidor. Prata med den i Microsoft Teams.',
  actAsCommand: 'agera som',
  AdminAgent: 'Administratörsagent',
  GlobalAdmin: 'Global administratör',
  SalesAgent: 'Försäljningsagent',
  HelpdeskAgent: 'Supportagent',
  UserManagementAdmin: 'Administratör för användarhantering',
};

export const PAGE_WORDS = { en: ENGLISH, nl: DUTCH, sv: SWEDISH } as const;
export type Language = keyof typeof PAGE_WORDS;

/** The languages, in the order of the picker. */
export const LANGUAGES = Object.keys(PAGE_WORDS) as Language[];

const USUAL_LOCALE = { en: 'en-US', nl: 'nl-NL', sv: 'sv-SE' } as const;

/** One of the languages, from whatever said it. */
export function languageFrom(value: unknown): Language | undefined {
  return LANGUAGES.find((known) => known === value);
}

/** The first language of the browser that the desk speaks; English where it speaks none of them. */
export function browserLanguage(wanted: readonly string[]): Language {
  const spoken = wanted.map((locale) => languageFrom(baseOf(locale))).filter((known) => known !== undefined);
  return spoken[0] ?? 'en';
}

/** The locale of a language: as the browser has it ("nl-BE"), else the usual one. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((locale) => locale.includes('-') && baseOf(locale) === language);
  return own ?? USUAL_LOCALE[language];
}

function baseOf(locale: string): string {
  return locale.split('-')[0]?.toLowerCase() ?? '';
}
