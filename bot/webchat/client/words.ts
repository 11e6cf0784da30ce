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
  tooFast: 'You send more than the desk can read. It goes on in a moment; what you send waits here.',
  unavailable: 'This desk is not open to web pages. Talk to it in Microsoft Teams.',
  signInHeading: 'Reservation Desk',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signOutOfAll: 'Sign out of your work account as well',
  signInFirst: 'Sign in with your work account to talk to the desk.',
  signInOver:
    'You are no longer signed in. Sign in again to go on; what you were typing is kept, and nothing was lost of what was confirmed.',
  signInOut: 'You are signed out. On a shared computer, sign out of your work account as well.',
  signInUnavailable:
    'Signing in is not possible at the moment: the sign-in service does not answer. Try again in a few minutes.',
  signInCancelled: 'You did not sign in. You can try again.',
  signInFailed: 'The sign-in did not succeed. Try again; if it happens once more, tell your administrator.',
  signInOtherTenant:
    'Your company does not use this desk. Sign in with the work account of a company that does, or ask your administrator.',
  signInAgain: 'That took too long, or was begun in another window. Sign in again.',
  signInBusy: 'Very many people are signing in at the moment. Try again in a minute.',
  chatDown: 'The chat service cannot be reached at the moment. Trying again…',
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
  tooFast: 'Je verstuurt meer dan de desk kan lezen. Zo gaat het verder; wat je verstuurt, wacht hier.',
  unavailable: 'Deze desk is niet open voor webpagina’s. Praat ermee in Microsoft Teams.',
  signInHeading: 'Reservation Desk',
  signIn: 'Aanmelden',
  signOut: 'Afmelden',
  signOutOfAll: 'Ook afmelden bij je werkaccount',
  signInFirst: 'Meld je aan met je werkaccount om met de desk te praten.',
  signInOver:
    'Je bent niet meer aangemeld. Meld je opnieuw aan om verder te gaan; wat je aan het typen was blijft bewaard, en van wat is bevestigd gaat niets verloren.',
  signInOut: 'Je bent afgemeld. Meld je op een gedeelde computer ook af bij je werkaccount.',
  signInUnavailable:
    'Aanmelden lukt op dit moment niet: de aanmeldservice antwoordt niet. Probeer het over een paar minuten opnieuw.',
  signInCancelled: 'Je hebt je niet aangemeld. Je kunt het opnieuw proberen.',
  signInFailed:
    'Het aanmelden is niet gelukt. Probeer het opnieuw; gebeurt het nog eens, vertel het dan je beheerder.',
  signInOtherTenant:
    'Je bedrijf gebruikt deze desk niet. Meld je aan met het werkaccount van een bedrijf dat dat wel doet, of vraag het je beheerder.',
  signInAgain: 'Dat duurde te lang, of was in een ander venster begonnen. Meld je opnieuw aan.',
  signInBusy: 'Op dit moment melden zich heel veel mensen aan. Probeer het over een minuut opnieuw.',
  chatDown: 'De chatservice is op dit moment niet bereikbaar. Er wordt opnieuw geprobeerd…',
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
  tooFast: 'Du skickar mer än desken hinner läsa. Det fortsätter strax; det du skickar väntar här.',
  unavailable: 'Den här desken är inte öppen för webbsidor. Prata med den i Microsoft Teams.',
  signInHeading: 'Reservation Desk',
  signIn: 'Logga in',
  signOut: 'Logga ut',
  signOutOfAll: 'Logga även ut från ditt arbetskonto',
  signInFirst: 'Logga in med ditt arbetskonto för att prata med desken.',
  signInOver:
    'Du är inte längre inloggad. Logga in igen för att fortsätta; det du höll på att skriva finns kvar, och inget av det som bekräftats har gått förlorat.',
  signInOut: 'Du är utloggad. På en delad dator bör du även logga ut från ditt arbetskonto.',
  signInUnavailable:
    'Det går inte att logga in just nu: inloggningstjänsten svarar inte. Försök igen om några minuter.',
  signInCancelled: 'Du loggade inte in. Du kan försöka igen.',
  signInFailed:
    'Inloggningen lyckades inte. Försök igen; om det händer en gång till, säg till din administratör.',
  signInOtherTenant:
    'Ditt företag använder inte den här desken. Logga in med arbetskontot för ett företag som gör det, eller fråga din administratör.',
  signInAgain: 'Det tog för lång tid, eller påbörjades i ett annat fönster. Logga in igen.',
  signInBusy: 'Väldigt många loggar in just nu. Försök igen om en minut.',
  chatDown: 'Chattjänsten går inte att nå just nu. Försöker igen…',
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
