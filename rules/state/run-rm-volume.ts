import { file, rule } from "#rule";

export default rule({
  id: "run-rm-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The data of a container that removes itself goes when it stops",
  why: "With `--rm` the engine deletes the container's anonymous volumes too. The image keeps its data in one, so the data is gone at the first stop.",
  remedy: "Mount a named volume on the data path, with `-v name:/path`.",
  on: "container",

  *check(container) {
    if (container.kind !== "run" || !container.removedOnExit || container.purpose === "test" || container.purpose === "development" || isProse(container.origin.document.path)) return;
    const data = container.coverage.lost.find(({ loss, fate }) => (loss === "data" || loss === "secrets") && fate.kind === "anonymous-volume");
    if (!data) return;
    yield {
      at: container.origin,
      message: `${container.name} keeps its ${data.what} at ${data.path} in an anonymous volume, which \`--rm\` deletes when it stops`,
      trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
    };
  },

  examples: [
    {
      bad: file("serve.sh")`
        #!/bin/sh
        docker run --rm -d --name stock mysql:8.4
      `,
      good: file("serve.sh")`
        #!/bin/sh
        docker run --rm -d --name stock -v stock:/var/lib/mysql mysql:8.4
      `,
    },
  ],
});

/** A text for people shows how to try an image, not how to keep its data. */
function isProse(path: string): boolean {
  return /\.(md|markdown|rst|adoc|txt)$/i.test(path);
}
