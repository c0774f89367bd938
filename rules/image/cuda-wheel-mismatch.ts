import { dockerfile, replace, rule, textOf, type Command, type Span } from "#rule";

export default rule({
  id: "cuda-wheel-mismatch",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The package is built for another CUDA than the image has",
  why: "A build for another major version, or for a newer one, does not find the libraries or the driver interface that it was made for. It fails at import, or runs without GPU.",
  remedy: "Choose the build for the image's CUDA version, or the image for the build's.",
  peers: { same: [{ id: "tally:tally/gpu/cuda-version-mismatch" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["cuda"] },
  fix: "unsafe",

  *check(stage) {
    const base = stage.origin?.repository === "nvidia/cuda" ? /^(\d+)\.(\d+)/.exec(stage.origin.tag ?? "") : undefined;
    if (!base) return;
    const has: Version = [Number(base[1]), Number(base[2])];
    for (const command of stage.commands) {
      const found = isInstaller(command) ? wantedBy(command).find(({ version }) => version[0] !== has[0] || version[1] > has[1]) : undefined;
      if (!found) continue;
      const build = found.short ? BUILDS.findLast((one) => one[0] === has[0] && one[1] <= has[1]) : undefined;
      yield {
        at: found.span, message: `this build is for CUDA ${found.version.join(".")}, the image has ${has.join(".")}`, related: [{ at: stage.base.span, note: "the image" }],
        ...(build ? { fix: { title: `take the build for CUDA ${build.join(".")}`, safe: false, edits: [replace(found.span, textOf(found.span).replace(/cu\d+/, `cu${build.join("")}`))] } } : {}),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
        RUN pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cu118 torch
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
        RUN pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cu124 torch
      `,
    },
    {
      bad: dockerfile`
        FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS base

        FROM base
        RUN conda install -y pytorch pytorch-cuda=12.1 -c pytorch
      `,
      fixed: null,
      good: dockerfile`
        FROM nvidia/cuda:12.6.0-runtime-ubuntu22.04
        RUN conda install -y pytorch pytorch-cuda=12.1 -c pytorch
        RUN pip install torch --index-url https://download.pytorch.org/whl/cpu
      `,
    },
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.1.0-base-ubuntu22.04
        RUN pip install torch==2.4.0+cu124
        RUN uv pip install --torch-backend cu118 torch
      `,
      fixed: dockerfile`
        FROM nvidia/cuda:12.1.0-base-ubuntu22.04
        RUN pip install torch==2.4.0+cu121
        RUN uv pip install --torch-backend cu121 torch
      `,
    },
  ],
});

type Version = readonly [number, number];

interface Wanted {
  readonly version: Version;
  readonly span: Span;
  /** Written as `cu118`. */
  readonly short: boolean;
}

/** The versions that PyTorch publishes builds for. */
const BUILDS: readonly Version[] = [[11, 8], [12, 1], [12, 4], [12, 6], [12, 8]];

function isInstaller({ name, package: asked }: Command): boolean {
  return ["pip", "pipx", "uv", "poetry", "conda"].includes(asked?.manager ?? "") || /^(?:micro)?mamba$/.test(name);
}

function wantedBy(command: Command): readonly Wanted[] {
  return command.args.flatMap((argument, at) => {
    const text = argument.expanded ?? argument.raw;
    const short = /(?:\/|\+|^--torch-backend=)cu(\d+)(\d)(?:$|[^\d])/.exec(text) ?? (command.args[at - 1]?.raw === "--torch-backend" ? /^cu(\d+)(\d)$/.exec(text) : null);
    const long = short ? null : /^(?:pytorch-cuda|cudatoolkit|cuda-version)(?:=|==|~=)(\d+)\.(\d+)/.exec(text);
    const found = short ?? long;
    return found ? [{ version: [Number(found[1]), Number(found[2])], span: argument.span, short: short !== null && /cu\d+/.test(argument.raw) }] : [];
  });
}
