/** A card ready to send: Adaptive Card JSON with the same content as plain text, for where cards are not shown or are read aloud. */
export interface Card {
  /** What the card is, such as "review"; the same word stands in every submit of it. */
  readonly kind: string;
  /** Names this very card; a submit carries it back. Empty for a card that asks nothing. */
  readonly cardId: string;
  /** Adaptive Card, schema 1.5 at most. */
  readonly content: Record<string, unknown>;
  /** The card as text. */
  readonly text: string;
}
