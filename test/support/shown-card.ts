/** A card as a user meets it: what stands on it, which buttons and fields it has, and what pressing one sends. */
import { textOf } from '../../cards/card-text.js';

type Node = Readonly<Record<string, unknown>>;

interface Input {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly choices: readonly { readonly title: string; readonly value: string }[];
  /** More can be chosen than stands on the card: what the channel suggests, or what is typed. */
  readonly suggests: boolean;
}

interface Button {
  readonly title: string;
  readonly data: Readonly<Record<string, string>>;
  readonly sendsInputs: boolean;
}

export class ShownCard {
  /** What stands on it, as plain text. */
  readonly text: string;
  readonly buttons: readonly Button[];
  /** Where its links go. */
  readonly links: readonly string[];
  private readonly inputs: readonly Input[];

  constructor(
    readonly content: Node,
    /** The message that it came in. */
    readonly messageId: string,
  ) {
    const nodes = [...nodesOf(content)];
    this.text = plainSpaces(textOf(content));
    this.inputs = nodes
      .filter(({ type }) => String(type).startsWith('Input.'))
      .map(({ id, type, value, choices, ...more }) => ({
        id: String(id),
        type: String(type),
        value: typeof value === 'string' ? value : '',
        choices: Array.isArray(choices) ? choices : [],
        suggests: 'choices.data' in more,
      }));
    this.links = nodes.filter(({ type }) => type === 'Action.OpenUrl').map(({ url }) => String(url));
    this.buttons = nodes
      .filter(({ type }) => type === 'Action.Submit')
      .map(({ title, data, associatedInputs }) => ({
        title: String(title),
        data: data as Record<string, string>,
        sendsInputs: associatedInputs !== 'none',
      }));
  }

  /** "review", "refund-quote" …; undefined for a card without buttons, which says nothing of it. */
  get kind(): string | undefined {
    return this.buttons[0]?.data.kind;
  }

  get cardId(): string {
    return this.buttons[0]?.data.cardId ?? '';
  }

  /** What the buttons do: "next", "cancel", "start buy" … */
  get actions(): string[] {
    return this.buttons.map(({ data }) => (data.do === 'start' ? `start ${data.job}` : (data.do ?? '')));
  }

  get fields(): string[] {
    return this.inputs.map(({ id }) => id);
  }

  /** What a field holds. @throws where the card has no such field. */
  value(id: string): string {
    return this.input(id).value;
  }

  /** The values to choose from in a field. @throws where the card has no such field. */
  choices(id: string): string[] {
    return this.input(id).choices.map(({ value }) => value);
  }

  /** The value of the one choice of a field whose title fits. @throws where none or several do. */
  choice(id: string, title: RegExp): string {
    const fitting = this.input(id).choices.filter((choice) =>
      title.test(plainSpaces(choice.title).replace(/\\/g, '')),
    );
    const [only] = fitting;
    if (!only || fitting.length > 1) throw new Error(`${fitting.length} choices of ${id} fit ${title}`);
    return only.value;
  }

  /** The field whose id begins so, such as "quantity_". @throws where none or several do. */
  field(prefix: string): string {
    const fitting = this.fields.filter((id) => id.startsWith(prefix));
    const [only] = fitting;
    if (only === undefined || fitting.length > 1) throw new Error(`${fitting.length} fields begin ${prefix}`);
    return only;
  }

  /**
   * What the channel sends for a button ("next", "start exchange"): its data, and the fields as they stand or as
   * filled in. @throws for a button, a field or a choice that the card does not have.
   */
  press(action: string, filled: Readonly<Record<string, string>> = {}): Record<string, string> {
    const button = this.buttons[this.actions.indexOf(action)];
    if (!button)
      throw new Error(`no button "${action}" on ${this.kind}; there is ${this.actions.join(', ')}`);
    if (!button.sendsInputs && Object.keys(filled).length > 0) throw new Error(`${action} sends no fields`);
    for (const [id, value] of Object.entries(filled)) this.requireChoice(this.input(id), value);
    const entered = this.inputs.map(({ id, type, value }) => ({ id, type, value: filled[id] ?? value }));
    const sent = button.sendsInputs
      ? entered.filter(({ type, value }) => type !== 'Input.ChoiceSet' || value !== '')
      : [];
    return { ...button.data, ...Object.fromEntries(sent.map(({ id, value }) => [id, value])) };
  }

  private input(id: string): Input {
    const found = this.inputs.find((input) => input.id === id);
    if (!found) throw new Error(`no field "${id}" on ${this.kind}; there is ${this.fields.join(', ')}`);
    return found;
  }

  private requireChoice({ id, type, choices, suggests }: Input, value: string): void {
    if (type !== 'Input.ChoiceSet' || suggests) return;
    const known = new Set(choices.map((choice) => choice.value));
    const strange = value.split(',').filter((one) => one !== '' && !known.has(one));
    if (strange.length > 0) throw new Error(`${strange} can not be chosen in ${id}`);
  }
}

/** Amounts are written with spaces that do not break; tests are not. */
export function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const part of value) yield* nodesOf(part);
  else if (value !== null && typeof value === 'object') {
    yield value as Node;
    for (const part of Object.values(value)) yield* nodesOf(part);
  }
}
