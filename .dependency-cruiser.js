/** The arrows of the house (data/docs/decisions.md). Type-only imports count: they bind two modules just as much. */
const layer = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const TESTS = '[.]test[.]tsx?$|^server/testing/|^scripts/testing/|^client/test/';

export default {
  forbidden: [
    layer(
      'no-circular',
      'Two files that import each other cannot be understood, tested or moved alone.',
      {},
      { circular: true },
    ),
    layer(
      'tiles-is-shared',
      'tiles/ is what server and client share: it imports nothing else.',
      { path: '^tiles/', pathNot: TESTS },
      { path: '^(server|client|scripts)/' },
    ),
    layer(
      'no-code-from-scripts',
      'Scripts use the product; it does not know them. Only the build of the client is a script itself.',
      { path: '^(server|client)/', pathNot: `${TESTS}|^client/vite[.]config[.]ts$` },
      { path: '^scripts/' },
    ),
    layer(
      'client-knows-no-server',
      'The client talks to the server by HTTP alone.',
      { path: '^client/', pathNot: TESTS },
      { path: '^server/' },
    ),
    layer(
      'server-knows-no-client',
      'The server serves files; it imports none of the client.',
      { path: '^server/' },
      { path: '^client/' },
    ),
    layer(
      'platform-knows-no-module',
      'platform/ carries every module and knows none.',
      { path: '^server/platform/', pathNot: TESTS },
      { path: '^server/(?!platform/)' },
    ),
    layer(
      'tracing-loads-when-it-is-on',
      'Only one file knows OpenTelemetry, and it is imported where a setting asks for it.',
      { path: '^(server|scripts)/', pathNot: '^server/platform/tracing/open-telemetry[.]ts$' },
      { path: '(^|/)node_modules/@opentelemetry/' },
    ),
    layer(
      'tracing-is-imported-late',
      'A static import would load OpenTelemetry into every process.',
      {},
      { path: '^server/platform/tracing/open-telemetry[.]ts$', dynamic: false },
    ),
    layer(
      'app-is-the-top',
      'Only the start of the service composes the modules.',
      { path: '^server/', pathNot: `${TESTS}|^server/(main|app)[.]ts$` },
      { path: '^server/(main|app)[.]ts$' },
    ),
    layer(
      'modules-by-their-index',
      'Of another module only its index is imported. layers and filter are open to all.',
      { path: '^server/(?!platform/|testing/)([^/]+)/', pathNot: TESTS },
      { path: '^server/(?!platform/|layers/|filter/)[^/]+/(?!index[.]ts$)', pathNot: '^server/$1/' },
    ),
    layer(
      'layers-know-no-module',
      'Every module stands on layers and filter.',
      { path: '^server/(layers|filter)/', pathNot: TESTS },
      { path: '^server/(?!platform/|layers/|filter/)[^/]+/' },
    ),
    layer(
      'ui-knows-no-application',
      'client/src/ui is a kit: it knows texts and properties, not the application.',
      { path: '^client/src/ui/', pathNot: TESTS },
      { path: '^client/src/(?!ui/)' },
    ),
    layer(
      'features-know-no-page',
      'Pages are made of features.',
      { path: '^client/src/(features|shell|map|data|state|format|app)/', pathNot: TESTS },
      { path: '^client/src/pages/' },
    ),
    layer(
      'map-and-data-know-no-application',
      'The embedded map is built on them, and comes to pages that have no application.',
      { path: '^client/src/(map|data|embed)/', pathNot: TESTS },
      { path: '^client/src/(app|shell|features|pages|state)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
