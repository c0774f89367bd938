/** Wraps text in terminal styles, or leaves it as it is. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly green: (text: string) => string;
}

/** The styles for a terminal, or plain text where `color` is false. Who calls decides by the terminal, NO_COLOR and FORCE_COLOR. */
export function paint(color: boolean): Paint {
  return {
    bold: style(color, 1, 22), dim: style(color, 2, 22), red: style(color, 31, 39), yellow: style(color, 33, 39),
    blue: style(color, 34, 39), green: style(color, 32, 39),
  };
}

function style(color: boolean, on: number, off: number): (text: string) => string {
  return color ? (text) => (text === "" ? "" : `\x1b[${on}m${text}\x1b[${off}m`) : (text) => text;
}
