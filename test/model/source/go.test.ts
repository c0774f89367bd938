import { containerOf } from "../container/project.ts";

const DRIVER = 'import _ "github.com/mattn/go-sqlite3"\n';
const BUILT = 'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/shop ./cmd/shop\nFROM alpine:3.22\nWORKDIR /srv\nCOPY --from=build /out/shop /usr/bin/\nCMD ["shop"]\n';

/** What the image of a Dockerfile is told to write. */
function written(dockerfile: string, files: Readonly<Record<string, string>>): readonly string[] {
  return containerOf({ Dockerfile: dockerfile, "go.mod": "module shop\n", ...files }, "project").writes.map(({ path, type, class: kind, confidence }) => `${type} ${path} ${kind} ${confidence}`);
}

const shop = (source: string, steps = BUILT): readonly string[] => written(steps, { "cmd/shop/main.go": `package main\n${source}` });

test("the address of a SQLite file, where the program starts", () => {
  expect(shop(`${DRIVER}func main() { db, err := sql.Open("sqlite3", "./shop.db") }\n`)).toEqual(["file /srv/shop.db data likely"]);
  expect(shop(`${DRIVER}func main() { store := openStore("data/shop.sqlite?_journal=WAL") }\n`)).toEqual(["file /srv/data/shop.sqlite data likely"]);
  expect(shop(`${DRIVER}var path = flag.String("db", "shop.db", "the database")\n`)).toEqual(["file /srv/shop.db data likely"]);
  expect(written("FROM golang:1.24\nWORKDIR /app\nCOPY . .\nRUN go mod download\nRUN go build -o main ./cmd/web\nCMD [\"./main\"]\n", { "cmd/web/main.go": `package main\n${DRIVER}func main() { db := connect("./pkg/Forum.db") }\n` })).toEqual(["file /app/pkg/Forum.db data likely"]);
});

test("files and folders that plain calls write", () => {
  expect(shop('func main() { f, err := os.OpenFile("shop.log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0644) }\n')).toEqual(["file /srv/shop.log logs likely"]);
  expect(shop('func up(c *gin.Context) { c.SaveUploadedFile(file, "uploads/"+file.Filename) }\n')).toEqual(["tree /srv/uploads data likely"]);
  expect(shop('func up() { out, err := os.Create(filepath.Join("/data/up", name)) }\n')).toEqual(["tree /data/up data likely"]);
  expect(shop('func main() { db, err := bolt.Open("/data/my.db", 0600, nil) }\n')).toEqual(["file /data/my.db data likely"]);
});

test.each([
  ["a name that is put behind a folder", `${DRIVER}func main() { db, err := sql.Open("sqlite3", filepath.Join(dir, "shop.db")) }\n`],
  ["a text without the driver", 'func main() { store := openStore("shop.db") }\n'],
  ["a comment", `${DRIVER}// db := sql.Open("sqlite3", "shop.db")\n/* db := sql.Open("sqlite3", "shop.db") */\n`],
  ["reading", 'func main() { f, err := os.Open("menu.txt"); g, err := os.OpenFile("menu.txt", os.O_RDONLY, 0) }\n'],
  ["a path that is made up", "func main() { os.Create(name); os.Create(fmt.Sprint(name)) }\n"],
])("%s says nothing", (_, source) => {
  expect(shop(source)).toEqual([]);
});

test("a variable that is set, another program, a test and sources that are not copied count for nothing", () => {
  const reads = `${DRIVER}func main() { db := open(getEnv("SHOP_FILE", "shop.db")) }\n`;
  expect(shop(reads)).toEqual(["file /srv/shop.db data likely"]);
  expect(shop(reads, BUILT.replace('CMD ["shop"]', 'ENV SHOP_FILE=/data/x\nCMD ["shop"]'))).toEqual([]);
  const opens = `package main\n${DRIVER}func main() { db, err := sql.Open("sqlite3", "shop.db") }\n`;
  expect(written(BUILT, { "cmd/other/main.go": opens, "cmd/shop/main_test.go": opens })).toEqual([]);
  expect(shop(opens, BUILT.replace('CMD ["shop"]', 'CMD ["nginx"]'))).toEqual([]);
  expect(shop(opens, BUILT.replace("COPY . .", "COPY go.mod ./"))).toEqual([]);
  expect(shop(opens, BUILT.replace("RUN go build", "RUN go build -o /out/tool ./cmd/tool && go build"))).toEqual([]);
});
