'use strict';

/*
 * Starts GraphiQL on /graphql, opened on the server's example queries, and lets the reader choose whom to be.
 *
 * An « identity » is a string: '' (anonymous), 'persona:<key>' (someone of the demo) or 'token:<token>' (a token that was
 * typed in). Each tab keeps its own; the tab of an example starts with that of the example. Everything lives in
 * sessionStorage: a reload finds tabs and identities again, a new window starts afresh with the examples.
 */

const ANONYMOUS = '';
const PERSONA = 'persona:';
const TOKEN = 'token:';
const STORAGE_KEY = 'talents:identities';

/** The JSON at a path of this server, or `fallback` when it has none to give. */
async function load(path, fallback) {
  const response = await fetch(path);
  return response.ok ? response.json() : fallback;
}

/** An example as the text of a tab: its title and its persona lead the query as comments. */
function queryText({ title, query, persona }, personas) {
  const who = persona ? (personas[persona]?.name ?? persona) : 'anonyme';
  return `# ${title}\n# Je suis : ${who}\n\n${query.trim()}\n`;
}

/** An example as GraphiQL wants a tab. */
function exampleTab({ text, variables }) {
  return { query: text, variables: variables ? JSON.stringify(variables, null, 2) : null };
}

/** Who sends the requests: the choice made in the bar, kept for each tab. */
class Identities {
  constructor(personas) {
    this.personas = personas;
    this.byTab = JSON.parse(sessionStorage.getItem(STORAGE_KEY)) ?? {};
    this.current = ANONYMOUS;
    this.tab = null;
    this.select = document.getElementById('persona');
    this.input = document.getElementById('token');
  }

  /** Fills the bar and listens to it. Outside the demo there are no personas, and no list of them. */
  start() {
    this.select.append(new Option('Anonyme', ANONYMOUS));
    for (const [key, { name }] of Object.entries(this.personas)) {
      this.select.append(new Option(`${name} (${key})`, PERSONA + key));
    }
    document.getElementById('persona-label').hidden = !this.hasPersonas();
    this.select.addEventListener('change', () => this.choose(this.select.value));
    this.input.addEventListener('input', () => this.choose(this.ofToken(this.input.value.trim())));
  }

  hasPersonas() {
    return Object.keys(this.personas).length > 0;
  }

  /** The identity that a token gives; that of a persona is recognised. */
  ofToken(token) {
    const known = Object.keys(this.personas).find((key) => this.personas[key].token === token);
    if (known) return PERSONA + known;
    return token ? TOKEN + token : ANONYMOUS;
  }

  /** The token to send, or '' for none. A demo started again has new tokens, hence the look-up by key. */
  token() {
    if (this.current.startsWith(PERSONA)) return this.personas[this.current.slice(PERSONA.length)]?.token ?? '';
    return this.current.slice(TOKEN.length);
  }

  headers() {
    const token = this.token();
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  /** Takes the identity of the tab that was just opened. */
  follow(tab, example) {
    this.tab = tab;
    this.choose(this.byTab[tab] ?? this.ofExample(example) ?? this.current);
  }

  /** Where an example starts; nothing for another query, and nothing outside the demo, where a typed token stays. */
  ofExample(example) {
    if (!example || !this.hasPersonas()) return undefined;
    return example.persona ? PERSONA + example.persona : ANONYMOUS;
  }

  choose(identity) {
    this.current = identity;
    this.byTab[this.tab] = identity;
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(this.byTab));
    this.show();
  }

  show() {
    const typed = this.current.startsWith(TOKEN);
    this.select.querySelector('[data-typed]')?.remove();
    if (typed) {
      const option = new Option('Autre jeton', this.current);
      option.dataset.typed = '';
      this.select.append(option);
    }
    this.select.value = this.current;
    const token = this.token();
    // Writing the same value would move the cursor of someone who is typing.
    if (this.input.value.trim() !== token) this.input.value = token;
  }
}

/** Whether the operation that runs is a subscription. */
function isSubscription({ operationName }, { documentAST } = {}) {
  const runs = ({ name }) => !operationName || name?.value === operationName;
  return documentAST?.definitions.some((it) => it.operation === 'subscription' && runs(it)) ?? false;
}

/** The answers to a subscription, in the form of an observable that GraphiQL knows. */
function subscription(request, headers) {
  return {
    subscribe({ next, error, complete }) {
      const stop = new AbortController();
      follow(request, headers, stop.signal, next).then(complete, (reason) => stop.signal.aborted || error(reason));
      return { unsubscribe: () => stop.abort() };
    },
  };
}

/** Tells each answer that the server sends as an event, or the only one where it refuses to begin, until the last. */
async function follow(request, headers, signal, tell) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.headers.get('Content-Type').startsWith('text/event-stream')) return tell(await response.json());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error('Le serveur a fermé le flux. Relancez la requête.');
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) {
      if (event.startsWith('event: complete')) return undefined;
      // A comment, which keeps the stream open, has no data.
      const [, data] = event.match(/^data: (.+)$/m) ?? [];
      if (data) tell(JSON.parse(data));
    }
  }
}

/** GraphiQL's fetcher, sending the identity chosen in the bar; headers typed into GraphiQL itself win. */
function fetcherFor(identities) {
  const once = GraphiQL.createFetcher({ url: '/graphql' });
  return (request, options) => {
    const headers = { ...identities.headers(), ...options?.headers };
    return isSubscription(request, options) ? subscription(request, headers) : once(request, { ...options, headers });
  };
}

/** Shows nothing; tells `identities` which tab is open, at the start and at each change. */
function TabFollower({ identities, examples }) {
  const { tabs, activeTabIndex } = GraphiQL.React.useEditorContext({ nonNull: true });
  const { id, query } = tabs[activeTabIndex];
  React.useEffect(() => {
    identities.follow(id, examples.find((example) => example.text === query));
    // Not on each edit: only another tab changes who one is.
  }, [id]);
  return null;
}

async function start() {
  const [personas, loaded] = await Promise.all([
    load('/demo/personas', {}),
    load('/graphiql/examples.json', null),
  ]);
  if (!loaded) document.getElementById('notice').textContent = "Les requêtes d'exemple n'ont pas pu être chargées.";
  const examples = (loaded ?? []).map((example) => ({ ...example, text: queryText(example, personas) }));
  const identities = new Identities(personas);
  identities.start();

  const page = React.createElement(
    GraphiQL,
    {
      fetcher: fetcherFor(identities),
      defaultTabs: examples.length > 0 ? examples.map(exampleTab) : undefined,
      // A new tab starts empty rather than with GraphiQL's English welcome.
      defaultQuery: '',
      storage: sessionStorage,
      shouldPersistHeaders: false,
    },
    // The place of the logo is GraphiQL's own for a component of ours; the bar already says where one is.
    React.createElement(GraphiQL.Logo, null, React.createElement(TabFollower, { identities, examples })),
  );
  ReactDOM.createRoot(document.getElementById('graphiql')).render(page);
}

start();
