import { knownImage } from "./images/index.ts";
import type { ContentEvidence, DeclaredVolume, Image, ImageFile, KnownImageFacts, Sourced, VariableValue } from "./types.ts";

/** The image that `image:` or `docker run` names, with what is known of it. */
export function referencedImage(reference: Sourced<string>): Image {
  return new ReferencedImage(reference);
}

const NO_ENV: ReadonlyMap<string, VariableValue> = new Map();
const NO_LINKS: ReadonlyMap<string, string> = new Map();

class ReferencedImage implements Image {
  readonly reference: string;
  readonly built = false;
  readonly stage = undefined;
  readonly entrypoint = undefined;
  readonly command = undefined;
  readonly known: KnownImageFacts | undefined;
  readonly volumes: readonly DeclaredVolume[];
  readonly env = NO_ENV;
  readonly links = NO_LINKS;

  constructor(reference: Sourced<string>) {
    this.reference = reference.value ?? reference.raw;
    this.known = knownImage(this.reference);
    this.volumes = (this.known?.volumes ?? []).map((path) => ({ path, span: reference.span, from: "base-image", stage: undefined }));
  }

  get user(): string | undefined {
    return this.known?.imageUser;
  }

  get cwd(): string | undefined {
    return this.known?.workdir ?? (this.known?.category === "runtime" ? "/" : undefined);
  }

  fileAt(): ImageFile | undefined {
    return undefined;
  }

  filesBelow(): readonly ImageFile[] {
    return [];
  }

  listBelow(): undefined {
    return undefined;
  }

  namesInRoot(): undefined {
    return undefined;
  }

  directoryExists(): boolean | undefined {
    return undefined;
  }

  mayHold(): boolean {
    return true;
  }

  hasContentBelow(): boolean | undefined {
    return undefined;
  }

  contentBelow(): readonly ContentEvidence[] {
    return [];
  }
}
