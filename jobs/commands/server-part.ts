/** How one thing that a server needs was found. */
export interface ServerPart {
  readonly name: string;
  readonly ok: boolean;
  /** One sentence a line, for an admin. */
  readonly lines: readonly string[];
}
