import { compose, file, rule } from "#rule";

export default rule({
  id: "committed-container-state",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A script saves a container's state as an image",
  why: "`docker commit` leaves out every volume, so the data that the image's VOLUME or a mount holds is not in it. What is in it comes from nowhere that could be built again.",
  remedy: "Build the image from a Dockerfile, and back the volumes up by themselves.",
  on: "project",

  *check(project) {
    for (const command of project.stateCommands) {
      if (command.kind === "commit") yield { at: command.span, message: "this image holds what the container changed in its own layer and nothing of its volumes" };
    }
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            image: example/web:3
      `, ...file("save.sh")`
        #!/bin/sh
        docker commit web example/web:saved
      ` },
      good: { ...compose`
        services:
          web:
            image: example/web:3
      `, ...file("save.sh")`
        #!/bin/sh
        docker build -t example/web:4 .
      ` },
    },
  ],
});
