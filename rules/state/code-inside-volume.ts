import { dockerfile, file, rule } from "#rule";

export default rule({
  id: "code-inside-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "VOLUME covers the application's code",
  why: "The first container's code is copied into the volume and stays there: a container that keeps its volume runs the old code under a new image.",
  remedy: "Declare only the folder in which the application keeps data, or none.",
  on: "stage",
  needs: { instructions: ["VOLUME"] },

  *check(stage) {
    if (!stage.isFinal) return;
    for (const volume of stage.end.volumes) {
      if (volume.from !== "instruction" || volume.stage !== stage) continue;
      const copied = stage.image.contentBelow(volume.path).find((content) => content.by === "copy" && content.confidence === "certain" && isCode(content.path));
      if (!copied) continue;
      yield { at: volume.span, message: `VOLUME ${volume.path} covers the code that the image brings`, related: [{ at: copied.span, note: `${copied.path} is copied in here` }] };
    }
  },

  examples: [
    {
      bad: { ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY shop.py .
        VOLUME /srv/shop
        CMD ["python", "shop.py"]
      `, ...file("shop.py")`
        print("open")
      ` },
      good: { ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY shop.py .
        VOLUME /srv/shop/orders
        CMD ["python", "shop.py"]
      `, ...file("shop.py")`
        print("open")
      ` },
    },
  ],
});

function isCode(path: string): boolean {
  return /\.(js|mjs|cjs|ts|tsx|jsx|py|rb|php|go|java|jar|war|cs|dll|pl|ex|exs|vue|sh)$/.test(path);
}
