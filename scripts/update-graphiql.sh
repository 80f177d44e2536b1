#!/bin/sh
# Re-creates the third-party files of crates/server/assets/graphiql with npm, from the registry that npm is set to use.
#
#   scripts/update-graphiql.sh
#
# Needs npm, node and gzip. React 18 is the last with files for plain <script> tags, and GraphiQL 3 wants no web worker.
# Check the page with scripts/check-graphiql.mjs after a change here.
set -eu

GRAPHIQL=3.9.0
REACT=18.3.1

assets=$(cd "$(dirname "$0")/../crates/server/assets/graphiql" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# The last three are in the bundle, but what now satisfies GraphiQL's dependencies no longer brings them:
# they are installed for their licences alone.
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund \
    "graphiql@$GRAPHIQL" "react@$REACT" "react-dom@$REACT" graphql@16 \
    graphql-ws@5 @babel/runtime@7 @radix-ui/react-use-escape-keydown@1

# -n keeps the file's name and time out, so that the same input gives the same bytes.
store() { gzip -9n >"$assets/$1.gz"; }

store react.js <node_modules/react/umd/react.production.min.js
store react-dom.js <node_modules/react-dom/umd/react-dom.production.min.js
# Source maps are not served: without the mention, the browser's tools do not ask for them.
sed '/^\/\/# sourceMappingURL=/d' node_modules/graphiql/graphiql.min.js | store graphiql.js
# The embedded Roboto and Fira Code are 95 % of the style sheet; the system's fonts do as well.
sed 's/@font-face{[^}]*}//g' node_modules/graphiql/graphiql.min.css | store graphiql.css

# The source map names every package in the bundle: gather their licences, each text once.
node - "$assets/LICENCES.txt" <<'END'
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');

const bundled = JSON.parse(readFileSync('node_modules/graphiql/graphiql.min.js.map')).sources
  .flatMap((source) => source.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
const own = ['graphiql', '@graphiql/react', '@graphiql/toolkit', 'codemirror-graphql', 'graphql-language-service'];
const names = [...new Set([...own, 'react', 'react-dom', ...bundled])].sort();

const packagesByText = new Map();
for (const name of names) {
  const folder = `node_modules/${name}`;
  if (!existsSync(folder)) throw new Error(`${name} is in the bundle but not installed: add it to npm install`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const { license, author } = JSON.parse(readFileSync(`${folder}/package.json`));
  const by = (author?.name ?? author)?.replace(/ *[<(].*/, '');
  const text = file
    ? readFileSync(`${folder}/${file}`, 'utf8').replace(/\r/g, '').trim()
    : `${license} licence${by ? `, by ${by}` : ''} (the package holds no other text).`;
  packagesByText.set(text, [...(packagesByText.get(text) ?? []), name]);
}

const rule = '-'.repeat(80);
const parts = [...packagesByText].map(([text, packages]) => `${rule}\n${packages.join(', ')}\n${rule}\n\n${text}\n`);
writeFileSync(process.argv[2], `The GraphiQL page holds these works of others, under their own licences.\n\n${parts.join('\n')}`);
END

sed -i.old "s/GraphiQL [0-9.]*[0-9], React [0-9.]*[0-9]/GraphiQL $GRAPHIQL, React $REACT/" "$assets/README.md"
rm "$assets/README.md.old"
ls -l "$assets"
