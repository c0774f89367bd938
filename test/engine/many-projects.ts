/** Several projects that touch each other in every way that matters to checking them apart. */
export const manyProjects: Readonly<Record<string, string>> = {
  ".hadolint.yaml": "ignored: [DL3008]\n",
  // two projects that build one Dockerfile
  "shop/dev/compose.yaml": "services:\n  web:\n    build: {context: ../web, args: {BASE: a}}\n    privileged: true\n",
  "shop/live/compose.yaml": "services:\n  web:\n    build: {context: ../web, args: {BASE: b}}\n    image: shop\n",
  "shop/web/Dockerfile": "ARG BASE\nFROM $BASE\nRUN apt-get update\n# stowage: ignore[add-instead-of-copy]\nADD a b\nCOPY run.sh .\nCMD [\"sh\", \"run.sh\"]\n",
  "shop/web/run.sh": "#!/bin/sh\necho 1 >> /srv/orders.csv\n",
  // one that another one includes, one that another one extends, an override file
  "stack/compose.yaml": "include: [parts/db.yaml]\nservices:\n  app:\n    extends: {file: parts/base.yml, service: base}\n    depends_on: [db]\nvolumes:\n  left:\n  over:\n",
  "stack/compose.override.yaml": "services:\n  app:\n    ports: ['0.0.0.0:80:80']\n",
  "stack/parts/db.yaml": "services:\n  db:\n    image: postgres\n    volumes: [data:/var/lib/postgresql/data]\nvolumes:\n  data:\n",
  "stack/parts/base.yml": "services:\n  base:\n    image: debian\n    network_mode: host\n",
  // what a project below uses of the one above
  "stack/tools/compose.yaml": "services:\n  tool:\n    image: busybox\n    volumes: [left:/left]\nvolumes:\n  left:\n",
  // scripts for compose projects and for none
  "stack/reset.sh": "#!/bin/sh\ndocker compose down -v\n",
  "reset.sh": "#!/bin/sh\ndocker volume prune -af\n",
  "run.sh": "#!/bin/sh\ndocker build -t tool tool\ndocker run -d --privileged -v /var/run/docker.sock:/var/run/docker.sock tool\n",
  "tool/Dockerfile": "FROM debian\nRUN apt-get update && apt-get install curl\n",
  // Dockerfiles that copy one script from a context that they share
  "x/app/Dockerfile": "FROM alpine\nCOPY go.sh /go.sh\nCMD [\"sh\", \"/go.sh\"]\n",
  "x/app/go.sh": "#!/bin/sh\ndate > /data/last\n",
  "y/app/Dockerfile": "FROM alpine\nCOPY go.sh /go.sh\nCMD [\"sh\", \"/go.sh\"]\n",
  "y/app/go.sh": "#!/bin/sh\ndate > /data/last\n",
  "build.sh": "#!/bin/sh\ndocker build -f x/app/Dockerfile x/app\ndocker build -f z/one.Dockerfile z\ndocker build -f z/two.Dockerfile z\n",
  "z/one.Dockerfile": "FROM alpine\nCOPY go.sh /go.sh\nVOLUME /data\nCMD [\"sh\", \"/go.sh\"]\n",
  "z/two.Dockerfile": "FROM alpine\nCOPY go.sh /go.sh\nCMD [\"sh\", \"/go.sh\"]\n",
  "z/go.sh": "#!/bin/sh\ndate > /data/last\ndate > /srv/last\n",
  // files that the configuration says are loaded together
  "listed/stowage.yaml": "preset: all\ncompose: [[base.compose.yaml, live.compose.yaml], [base.compose.yaml, gone.compose.yaml]]\n",
  "listed/base.compose.yaml": "services:\n  web:\n    image: web\n    networks: [edge]\n",
  "listed/live.compose.yaml": "services:\n  web:\n    privileged: true\nnetworks:\n  edge:\n",
  // what cannot be read or parsed
  "broken/compose.yaml": "services:\n  a: [\n",
  "odd/Dockerfile/of.txt": "a folder\n",
  "template/Dockerfile": "FROM {{ base }}\nRUN x\n",
  "far/compose.yaml": "include: ['oci://registry.example.org/a:1']\nservices:\n  a:\n    image: a\n    build: ../template\n",
  "far2/compose.yaml": "services:\n  a:\n    build: ../template\n",
  ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`store/${n}/compose.yaml`, `services:\n  app:\n    image: app:${n}\n    networks: [edge]\n`])),
};
