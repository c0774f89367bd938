import type { PackageCommand } from "../../../src/model/index.ts";
import { commandsOf } from "./project.ts";

function read(command: string): PackageCommand | undefined {
  return commandsOf(`FROM debian:12\nRUN ${command}\n`).find((found) => found.package)?.package;
}

test.each([
  ["apt-get -y install --no-install-recommends curl=7.88 git:amd64", "apt-get", "install", [["curl", "7.88"], ["git", undefined]]],
  ["apt-get -t stable install -y -o A=b curl ./tool.deb", "apt-get", "install", [["curl", undefined], ["./tool.deb", undefined]]],
  ["apt update", "apt", "update-index", []],
  ["apk add --no-cache -t .build 'gcc>4' make=4.4-r2 own@edge", "apk", "install", [["gcc", ">4"], ["make", "=4.4-r2"], ["own", undefined]]],
  ["dnf -y install gcc-c++-14.2.1 git", "dnf", "install", [["gcc-c++", "14.2.1"], ["git", undefined]]],
  ["zypper --non-interactive in -y curl=8.6", "zypper", "install", [["curl", "8.6"]]],
  ["pacman -Sy --noconfirm", "pacman", "update-index", []],
  ["pacman -Syu --noconfirm git", "pacman", "upgrade", [["git", undefined]]],
  ["python3 -m pip install 'flask[async]==3.1' -r requirements.txt requests", "pip", "install", [["flask", "==3.1"], ["requests", undefined]]],
  ["npm i -g @scope/tool@1.4 serve", "npm", "install", [["@scope/tool", "1.4"], ["serve", undefined]]],
  ["npm install -g --fetch-retry-mintimeout 20000 --fetch-retry-maxtimeout 120000 serve@14", "npm", "install", [["serve", "14"]]],
  ["npm ci --audit-level high --install-strategy nested", "npm", "install", []],
  ["pip install --use-deprecated legacy-resolver --keyring-provider subprocess flask==3.1", "pip", "install", [["flask", "==3.1"]]],
  ["cargo install --color never --message-format short ripgrep@14.1.0", "cargo", "install", [["ripgrep", "14.1.0"]]],
  ["yarn", "yarn", "install", []],
  ["yarn global add serve@14", "yarn", "install", [["serve", "14"]]],
  ["uv pip install --system httpx", "uv", "install", [["httpx", undefined]]],
  ["go install example.org/tool@v1", "go", "install", [["example.org/tool", "v1"]]],
  ["gem install rake:13.2", "gem", "install", [["rake", "13.2"]]],
  ["mvn -B -f app/pom.xml dependency:go-offline", "maven", "download", []],
  ["mvn clean package", "maven", "build", []],
  ["mix do deps.get, deps.compile", "mix", "build", []],
  ["composer require monolog/monolog:^3", "composer", "install", [["monolog/monolog", "^3"]]],
] as const)("%s", (command, manager, action, packages) => {
  const found = read(command);
  expect([found?.manager, found?.action, found?.packages.map(({ name, version }) => [name, version])]).toEqual([manager, action, packages]);
});

test("files, folders, addresses and variables are told apart", () => {
  const found = read("pip install . ./own.whl git+https://git.example.org/a.git $NAME -c limits.txt");
  expect(found?.packages.map(({ source }) => source)).toEqual(["local", "file", "url", "unknown"]);
  expect(found?.constraintFiles.map(({ value }) => value)).toEqual(["limits.txt"]);
});

test("switches are found in every spelling", () => {
  expect(read("apt-get -qqy install curl")?.hasFlag("-y", "--yes")).toBe(true);
  expect(read("apt-get --yes=false install curl")?.hasFlag("--yes")).toBe(false);
  expect(read("npm install --location=global serve")?.global).toBe(true);
});

test("other programs are no package managers", () => {
  expect(read("python3 -m http.server && aptly update && npmx install")).toBeUndefined();
});
