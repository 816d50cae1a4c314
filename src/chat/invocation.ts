import type { Card } from "./card.js";
import type { FormView } from "./form.js";
import type { MessageTold } from "./message.js";

/** Where something happened, in the platform's own ids. `channelId` is missing in a private conversation. */
export interface Place {
  readonly platform: string;
  readonly spaceId: string;
  readonly channelId?: string;
}

/** What a platform knows of the person. Hints never win over what the person chose. */
export interface PersonSeen {
  readonly externalId: string;
  readonly name: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly isOrganiser?: boolean;
}

interface Origin {
  readonly place: Place;
  readonly person: PersonSeen;
}

/** Somebody whom a person named by choosing them, so that the platform says who it is. */
export interface PersonNamed extends PersonSeen {
  /** An app: nobody can be brought together with it. */
  readonly isBot?: true;
}

/** Something a person did that wants an answer. */
export type Invocation = Origin & {
  /** Whoever was chosen and is in the space; a person who never used the bot becomes known by it. */
  readonly named?: readonly PersonNamed[];
  /** The platform asks by itself, to keep something up to date that the person has before them: it is not counted. */
  readonly unasked?: true;
} & (
    | {
        readonly kind: "command";
        readonly command: string;
        readonly verb: string;
        readonly options: Readonly<Record<string, unknown>>;
      }
    /** A typed line; mentions are written <@platform id>. */
    | { readonly kind: "words"; readonly text: string }
    | { readonly kind: "action"; readonly action: string; readonly subject: string }
    /** A command was called on a message. */
    | { readonly kind: "message"; readonly command: string; readonly message: MessageTold }
    | {
        readonly kind: "form";
        readonly form: string;
        readonly subject: string;
        readonly values: Readonly<Record<string, unknown>>;
      }
  );

/** Something that happened and wants no answer. Counted, never read. */
export type Observation = Origin & { readonly kind: "joined" | "left" | "message" | "reaction" | "voice" };

/** What the adapter shows. */
export type Response =
  | {
      readonly kind: "reply";
      readonly card: Card;
      readonly visibility: "private" | "public";
      readonly replaces: boolean;
    }
  | { readonly kind: "form"; readonly form: FormView }
  /** Nothing is shown: whoever asks far too much was told so already. */
  | { readonly kind: "nothing" };
