import { dockerfile, replace, rule, type Stage, type Step } from "#rule";

export default rule({
  id: "unknown-user-in-scratch",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A name of a user in an image without a user list",
  why: "An image from scratch has no `/etc/passwd`, so Docker cannot look the name up and refuses to build or to start.",
  remedy: "Write numbers, or copy `/etc/passwd` and `/etc/group` before.",
  peers: { same: [{ id: "tally:tally/named-identity-in-passwdless-stage" }] },
  on: "stage",
  needs: { instructions: ["USER", "COPY", "ADD"], words: ["scratch"] },
  fix: "unsafe",

  *check(stage) {
    if (stage.lineage.at(-1)?.base.kind !== "scratch") return;
    const list = listKnown(stage);
    let known = list.atStart;
    for (const step of stage.steps) {
      const instruction = step.instruction;
      if (instruction.keyword === "SHELL" || list.steps.has(step)) known = true;
      if (known) continue;
      const word = instruction.keyword === "USER" ? instruction.words[0] : ["COPY", "ADD"].includes(instruction.keyword) ? instruction.flags.find(({ name }) => name === "chown")?.value : undefined;
      const names = word && word.variables.length === 0 ? word.value.replace(/^["']|["']$/g, "").split(":") : [];
      const unknown = names.filter((name) => name !== "" && name !== "root" && !/^\d+$/.test(name));
      if (!word || unknown.length === 0) continue;
      const numbers = names.map((name) => (name === "root" ? "0" : /^\d*$/.test(name) ? name : "65532")).join(":");
      yield {
        at: word.span,
        message: `nothing in this image says who ${unknown.join(" and ")} ${unknown.length > 1 ? "are" : "is"}`,
        fix: { title: `write ${numbers}`, safe: false, edits: [replace(word.span, numbers)] },
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM scratch
        COPY --chown=app:staff app /app
        USER app
      `,
      good: dockerfile`
        FROM scratch
        COPY --chown=65532:65532 app /app
        USER 65532
      `,
    },
    {
      about: "With the lists in place names are fine",
      bad: dockerfile`
        FROM scratch
        USER 1000:staff
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN useradd app

        FROM scratch
        COPY --from=build /etc/passwd /etc/group /etc/
        USER app
      `,
      fixed: dockerfile`
        FROM scratch
        USER 1000:65532
      `,
    },
  ],
});

/** The steps that put a user or group list into the image, and whether a stage below did. */
function listKnown(stage: Stage): { readonly atStart: boolean; readonly steps: ReadonlySet<Step> } {
  const below = stage.lineage.slice(1).some((one) => one.steps.some((step) => bringsList(step) || step.instruction.keyword === "SHELL"));
  return { atStart: below, steps: new Set(stage.steps.filter(bringsList)) };
}

/** COPY or ADD of the lists, of `/etc`, or of a whole file system. */
function bringsList({ copy, instruction }: Step): boolean {
  if (!copy) return false;
  const { destination, sources } = copy;
  if (destination === undefined) return true;
  const into = destination.endsWith("/") ? destination : `${destination}/`;
  return sources.some(({ raw, whole, remote }) => {
    if (/\/etc\/(?:passwd|group)$/.test(destination)) return true;
    if (into === "/etc/") return /(?:^|\/)(?:passwd|group|etc\/?|\*)$|^\.\/?$|\/$/.test(raw) || whole;
    return into === "/" && (whole || /(?:^|\/)(?:etc|rootfs|root)\/?$|\/$/.test(raw) || (instruction.keyword === "ADD" && (remote || /\.tar(?:\.\w+)?$|\.tgz$/.test(raw))));
  });
}
