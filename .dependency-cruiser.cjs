/** The law of imports. The picture behind it is docs/architecture.md. */
const plan = {
  // room: the rooms it may import, by their door
  ip: ['analysis'],
  analysis: [],
  cluster: ['ip', 'analysis'],
  readouts: ['ip', 'analysis'],
  cni: ['ip', 'analysis', 'cluster', 'readouts'],
  dns: ['ip', 'analysis', 'cluster', 'readouts'],
  'network-policy': ['ip', 'analysis', 'cluster'],
  'service-networking': ['ip', 'analysis', 'cluster', 'readouts', 'cni', 'network-policy'],
};
plan.ingress = ['ip', 'analysis', 'cluster', 'service-networking'];
plan.findings = Object.keys(plan);
plan.diff = Object.keys(plan);
plan.chat = Object.keys(plan);
plan.pictures = ['ip', 'analysis', 'cni', 'dns', 'ingress', 'service-networking'];
plan.mcp = ['analysis', 'chat'];
plan.notifications = Object.keys(plan);

const spec = '[.](spec|table)[.]ts$';
const loose = '^src/core/(errors|hash|record|regex|yaml|x509)[.]ts$';
const borrowed = '^src/core/(hash|regex|yaml|x509)[.]ts$';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const only = (name, pkg, where) =>
  rule(name, `${pkg} is used only in ${where.join(', ')}`, { path: '^src/', pathNot: where }, { path: `node_modules/${pkg}` });

module.exports = {
  forbidden: [
    ...Object.entries(plan).map(([room, below]) =>
      rule(
        `plan-${room}`,
        `core/${room} may lean on ${below.join(', ') || 'no other room'} by their index.ts; move the code, or change the plan and docs/architecture.md`,
        { path: `^src/core/${room}/`, pathNot: spec },
        { path: '^src/', pathNot: [`^src/core/${room}/`, loose, ...below.map((b) => `^src/core/${b}/index[.]ts$`)] },
      ),
    ),
    rule('every-room-is-planned', 'a new room needs its line in the plan above', {
      path: '^src/core/',
      pathNot: [spec, `^src/core/(${Object.keys(plan).join('|')})/`, loose],
    }, {}),
    rule('core-is-pure', 'the core imports no package and no Node module; put it behind platform/', { path: '^src/core/', pathNot: [spec, borrowed] }, {
      dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
    }),
    rule('core-by-the-door', "from outside, a room is imported by its index.ts", { path: '^src/(modules|platform)/', pathNot: spec }, {
      path: '^src/core/[^/]+/.+',
      pathNot: '^src/core/[^/]+/index[.]ts$',
    }),
    rule('modules-are-strangers', 'modules meet only in platform/ and core/', { path: '^src/modules/([^/]+)/' }, {
      path: '^src/modules/',
      pathNot: '^src/modules/$1/',
    }),
    rule('platform-serves', 'platform/ knows no module', { path: '^src/platform/' }, { path: '^src/(modules|app[.]module|main)' }),
    only('nest-at-the-edge', '@nestjs/', ['^src/(modules|platform)/', '^src/(main|app[.]module)[.]ts$']),
    only('typeorm-in-the-database', '(@nestjs/)?typeorm/', ['^src/platform/database/']),
    only('client-in-the-reader', '@kubernetes/', ['^src/platform/kubernetes/']),
    rule('no-circle', 'two files that need each other are one file, or hide a third', {}, { circular: true }),
    rule('no-orphan', 'nothing imports this file; delete it', { orphan: true, pathNot: ['^src/main[.]ts$', spec] }, {}),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
