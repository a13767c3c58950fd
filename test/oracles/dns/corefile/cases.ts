/** A Corefile that is given to CoreDNS and to us. */
export interface CorefileCase {
  readonly name: string;
  readonly text: string;
  /** Beside it, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Texts of which the grammar is at stake. */
const grammar: readonly CorefileCase[] = [
  { name: 'nothing at all', text: '' },
  { name: 'comments only', text: '# nothing\n\n  # here\n' },
  { name: 'one block on many lines', text: '.:53 {\n  whoami\n}\n' },
  { name: 'a block on one line', text: '. { whoami }' },
  { name: 'the brace on the next line', text: '.:53\n{\n  whoami\n}\n' },
  { name: 'no braces at all', text: '.:53\nwhoami\nlog\n' },
  { name: 'no braces, and a brace that ends it', text: '.:53\nwhoami\n}\n' },
  { name: 'keys only', text: 'example.org example.net' },
  { name: 'a brace glued to its key', text: 'example.org{\n  whoami\n}\n' },
  { name: 'keys by commas at their ends', text: 'a.example, b.example,\nc.example {\n  whoami\n}\n' },
  { name: 'a comma within a key', text: 'a.example,b.example {\n  whoami\n}\n' },
  { name: 'a comma before the brace', text: 'a.example, {\n  whoami\n}\n' },
  { name: 'a comma at the end of the text', text: 'a.example,' },
  { name: 'a comma alone as a key', text: ', {\n whoami\n}' },
  { name: 'no closing brace', text: '. {\n  whoami\n' },
  { name: 'one closing brace too many', text: '. {\n  whoami\n}\n}\n' },
  { name: 'a closing brace on the line of a plugin', text: '. {\n  log }\n  whoami\n}\n' },
  { name: 'braces that do not close within a plugin', text: '. {\n  cache {\n  whoami\n}\n' },
  { name: 'braces within braces', text: '. {\n  log . {\n    class {\n      denial\n    }\n  }\n}\n' },
  { name: 'a plugin block on the next line', text: '. {\n  errors\n  {\n    stacktrace\n  }\n}\n' },
  { name: 'a byte order mark and line ends of Windows', text: '\uFEFF.:53 {\r\n  whoami\r\n}\r\n' },
  { name: 'a comment within a word', text: '. {\n  nsid abc#def ghi\n  whoami\n}\n' },
  { name: 'a comment between words', text: '. { # the root\n  whoami # answers\n}\n' },
  { name: 'quoted words', text: '. {\n  nsid "a b" "c\\"d" "e\\f" ""\n}\n' },
  { name: 'a quotation mark within a word', text: '. {\n  nsid a"b c"d\n}\n' },
  { name: 'words glued to a quoted one', text: '. {\n  nsid "a"b"c d"\n}\n' },
  { name: 'a quoted word that is not closed', text: '. {\n  nsid "a b\n}\n' },
  { name: 'a quoted word over lines, and what follows on its last line', text: '. {\n  nsid "a\nb" c\n  whoami\n}\n' },
  { name: 'a fault behind a quoted word over lines', text: '. {\n  nsid "a\nb"\n  nonsense\n}\n' },
  { name: 'a quoted brace', text: '"." "{"\n whoami\n}' },
  { name: 'an empty quoted key', text: '"" . {\n whoami\n}' },
  { name: 'blanks of other kinds', text: '.\u00a0{\u2003whoami\u3000}' },
  { name: 'an unknown plugin', text: '. {\n  whoami\n  nonsense a b\n}\n' },
  { name: 'a plugin of another release', text: '. {\n  proxy . /etc/resolv.conf\n}\n' },
  { name: 'a plugin in upper case', text: '. {\n  WHOAMI\n}\n' },
  { name: 'environment variables', text: '{$ZONE}:{%PORT%} {\n  nsid {$NONE}x{$A}{$A} "{$A} b"\n}\n', environment: { ZONE: 'example.org', PORT: '1053', A: 'a' } },
  { name: 'a variable that names a plugin', text: '. {\n  {$P}\n}\n', environment: { P: 'nonsense' } },
  { name: 'variables that are not closed or have no name', text: '. {\n  nsid {$A {$} {%} {%A {%A}\n}\n', environment: { A: 'a' } },
  { name: 'a variable in the place of a template’s', text: '. {\n  template IN A . {\n    answer "{{$x}} 60 IN A 192.0.2.1"\n  }\n}\n' },
  { name: 'a snippet', text: '(common) {\n  errors\n  nsid x\n}\na.example {\n  import common\n  whoami\n}\nb.example {\n  import common\n}\n' },
  { name: 'a snippet that is used before it is there', text: 'a.example {\n  import common\n}\n(common) {\n  errors\n}\n' },
  { name: 'a snippet twice', text: '(a) {\n errors\n}\n(a) {\n log\n}\n. {\n whoami\n}' },
  { name: 'a snippet that imports itself', text: '(a) {\n  import a\n}\n. {\n  import a\n}\n' },
  { name: 'snippets that import one another', text: '(a) {\n  import b\n}\n(b) {\n  import a\n}\n. {\n  import a\n  whoami\n}\n' },
  { name: 'a snippet without braces', text: '(a)\nerrors\n' },
  { name: 'a snippet that does not end', text: '(a) {\n errors\n' },
  { name: 'an empty snippet', text: '(a) {\n}\n. {\n  import a\n  whoami\n}\n' },
  { name: 'a snippet within a plugin', text: '(a) {\n  class denial\n}\n. {\n  log {\n    import a\n  }\n}\n' },
  { name: 'a snippet as the whole text of a block', text: '(a) {\n  errors\n  nonsense\n}\n. {\n  import a\n}\n' },
  { name: 'an import without a name', text: '. {\n  import\n  whoami\n}\n' },
  { name: 'an import of nothing', text: '. {\n  import ""\n}\n' },
  { name: 'an import of two', text: '. {\n  import a b\n}\n' },
  { name: 'a file', text: '. {\n  import extra.conf\n  whoami\n}\n', files: { 'extra.conf': 'errors\nnsid "from file"\n' } },
  { name: 'a file that is not there', text: '. {\n  whoami\n  import extra.conf\n}\n' },
  { name: 'a fault in a file', text: '. {\n  import extra.conf\n}\n', files: { 'extra.conf': 'errors\n\nnonsense\n' } },
  { name: 'a folder that does not match', text: '. {\n  import custom/*.override\n  whoami\n}\n' },
  { name: 'files by a star', text: 'import custom/*.server\n. {\n  whoami\n}\n', files: { 'custom/b.server': 'b.example {\n  whoami\n}\n', 'custom/a.server': 'a.example {\n  errors\n}\n', 'custom/c.other': 'nonsense' } },
  { name: 'files by a question mark', text: 'import ?.server\n', files: { 'a.server': 'a.example {\n  whoami\n}\n', 'bb.server': 'nonsense' } },
  { name: 'two stars', text: '. {\n  import custom/*.*\n}\n' },
  { name: 'a class of characters', text: '. {\n  import custom/[ab].conf\n}\n' },
  { name: 'a class that does not end', text: '. {\n  import custom/[ab.conf\n}\n' },
  { name: 'a file that imports a file beside it', text: '. {\n  import sub/a.conf\n  whoami\n}\n', files: { 'sub/a.conf': 'errors\nimport b.conf\n', 'sub/b.conf': 'nsid b\n' } },
  { name: 'keys from a file', text: 'import keys\n', files: { keys: 'a.example b.example {\n  whoami\n}\n' } },
  { name: 'an import of an empty file between blocks', text: 'import empty\n. {\n  whoami\n}\n', files: { empty: '' } },
  { name: 'an import of an empty file at the end', text: '. {\n  whoami\n}\nimport empty\n', files: { empty: '' } },
  { name: 'import as an argument', text: '. {\n  nsid import a\n}\n' },
];

/** Keys of which the zone is at stake. */
const keys: readonly CorefileCase[] = [
  '.', 'example.org', 'EXAMPLE.org.', 'example.org:1053', 'dns://example.org', 'tls://example.org', 'tls://example.org:5553', 'quic://.', 'grpc://example.org', 'https://.', 'https3://.:8443', 'unix:///run/x',
  '10.0.0.0/24', '10.0.0.0/8', '10.9.3.0/18', '10.0.0.0/15', '192.168.1.1/32', '10.0.0.0/0', '10.0.0.0/33', '2001:db8::/32', '2001:db8::/63', '2001:db8::/33:1053', 'fd00::/8', '::/4', '0:1::/32', 'in-addr.arpa', '10.0.0.0/24:1053',
  'example.org:', 'example.org:http', ':53', 'a..b', '.a', `${'a'.repeat(64)}.example`, `${'a.'.repeat(127)}b`, `${'a.'.repeat(130)}b`, 'exa mple', 'bücher.example', 'a\\.b.example', 'http://example.org', 'example.org:-1', 'example.org:+53', 'example.org:99999', '\\', 'x\\',
].map((key) => ({ name: `the key ${key.length > 60 ? `${key.slice(0, 20)}… of ${key.length} characters` : key}`, text: `${key} {\n  whoami\n}\n` }));

/** Lines of plugins, each in a block of its own. `;` stands for a line end. */
const lines: Readonly<Record<string, readonly string[]>> = {
  acl: ['acl', 'acl {;allow net 10.0.0.0/8;block;}', 'acl a.example {;filter type A AAAA net 10.0.0.1 fd00::1;drop net *;}', 'acl {;deny;}', 'acl {;allow type NOPE;}', 'acl {;allow net 10.0.0.0/40;}', 'acl {;allow type;}', 'acl {;allow 10.0.0.1;}', 'acl {;ALLOW NET *;}', 'acl {;allow net type A;}'],
  any: ['any', 'any x', 'any {;x;}'],
  autopath: ['autopath @kubernetes', 'autopath', 'autopath a.example @erratic', 'autopath resolv.conf'],
  bind: ['bind 127.0.0.1', 'bind', 'bind 127.0.0.1 ::1 {;except ::1;}', 'bind 127.0.0.1 {;except;}', 'bind 127.0.0.1 {;x;}', 'bind "not an interface"'],
  bufsize: ['bufsize', 'bufsize 512', 'bufsize 511', 'bufsize x', 'bufsize 512 512'],
  cache: ['cache', 'cache 30', 'cache 0', 'cache -1', 'cache a.example', 'cache 30 a.example b.example', 'cache {;success 100 30 5;denial 100 20;}', 'cache {;success;}', 'cache {;success x;}', 'cache {;success 10 0;}', 'cache {;denial 10 5 -1;}', 'cache {;prefetch 5 1m 20%;}', 'cache {;prefetch 5 1m 20;}', 'cache {;prefetch 5 1m 5%;}', 'cache {;prefetch -1;}', 'cache {;prefetch;}', 'cache {;serve_stale;}', 'cache {;serve_stale 1h verify;}', 'cache {;serve_stale -1h;}', 'cache {;serve_stale 1h other;}', 'cache {;serve_stale 1h immediate 5s;}', 'cache {;serve_stale 1h immediate 1500ms;}', 'cache {;serve_stale_policy prefer_positive;}', 'cache {;serve_stale;serve_stale_policy x;}', 'cache {;servfail 10s;}', 'cache {;servfail 10m;}', 'cache {;servfail;}', 'cache {;disable success;}', 'cache {;disable nothing;}', 'cache {;disable;}', 'cache {;keepttl;}', 'cache {;keepttl x;}', 'cache {;nonsense;}', 'cache;cache', 'cache 30s', 'cache 9223372036854775808'],
  cancel: ['cancel', 'cancel 1s', 'cancel x', 'cancel -1s', 'cancel 1s 2s', 'cancel 0'],
  chaos: ['chaos', 'chaos v a b', 'chaos {;x;}'],
  debug: ['debug', 'debug x', 'debug;debug'],
  dns64: ['dns64', 'dns64 64:ff9b::/96', 'dns64 10.0.0.0/8', 'dns64 64:ff9b::/97', 'dns64 x', 'dns64 a b', 'dns64 {;prefix 64:ff9b::/64;translate_all;allow_ipv4;}', 'dns64 {;prefix;}', 'dns64 {;x;}'],
  dnstap: ['dnstap', 'dnstap /tmp/dnstap.sock full', 'dnstap tcp://127.0.0.1:6000 {;identity a;version b;extra c;}', 'dnstap /tmp/x {;identity;}', 'dnstap /tmp/x {;x;}'],
  erratic: ['erratic', 'erratic {;drop 2;}'],
  errors: ['errors', 'errors stdout', 'errors file', 'errors stdout x', 'errors {;stacktrace;}', 'errors {;consolidate 5m ".*timeout$";}', 'errors {;consolidate 5m;}', 'errors {;consolidate x .*;}', 'errors {;consolidate 5m (;}', 'errors {;consolidate 5m .* warning show_first;}', 'errors {;consolidate 5m .* show_first warning;}', 'errors {;consolidate 5m .* loud;}', 'errors {;x;}', 'errors;errors', 'errors {;consolidate 5 .*;}', 'errors {;consolidate 5d .*;}', 'errors {;consolidate 5m a**;}', 'errors {;consolidate 5m [a;}', 'errors {;consolidate 5m (?=a);}', 'errors {;consolidate 5m \\p{Nope};}', 'errors {;consolidate 5m a{1001};}'],
  file: ['file', 'file db.example example.org', 'file missing example.org', 'file db.example example.org {;fallthrough;}', 'file db.example example.org {;reload 10s;}', 'file db.example example.org {;reload;}', 'file db.example example.org {;reload x;}', 'file db.example example.org {;upstream;}', 'file db.example example.org {;reload_by_mtime;}', 'file db.example example.org {;x;}', 'file db.example example.org {;transfer to *;}', 'file no-soa example.org'],
  forward: ['forward . 9.9.9.9', 'forward', 'forward .', 'forward . 9.9.9.9:x', 'forward . 9.9.9.9 1.1.1.1:5353 [::1]:53 2001:db8::1', 'forward example.org 9.9.9.9 {;except a.example.org;}', 'forward . 9.9.9.9 {;except;}', 'forward . tls://9.9.9.9 {;tls_servername dns.quad9.net;health_check 5s;}', 'forward . tls://9.9.9.9%dns.quad9.net', 'forward . tls://9.9.9.9%a {;tls_servername b;}', 'forward . grpc://9.9.9.9', 'forward . quic://9.9.9.9', 'forward . https://9.9.9.9', 'forward . https://9.9.9.9/dns-query', 'forward . 9.9.9.9 {;max_fails x;}', 'forward . 9.9.9.9 {;max_fails -1;}', 'forward . 9.9.9.9 {;max_fails;}', 'forward . 9.9.9.9 {;health_check x;}', 'forward . 9.9.9.9 {;health_check -1s;}', 'forward . 9.9.9.9 {;health_check 5s no_rec domain example.org;}', 'forward . 9.9.9.9 {;health_check 5s x;}', 'forward . 9.9.9.9 {;health_check 5s domain;}', 'forward . 9.9.9.9 {;health_check 5s domain a..b;}', 'forward . 9.9.9.9 {;force_tcp;prefer_udp;}', 'forward . 9.9.9.9 {;force_tcp x;}', 'forward . 9.9.9.9 {;expire 1h;}', 'forward . 9.9.9.9 {;expire -90m;}', 'forward . 9.9.9.9 {;max_age 5s;}', 'forward . 9.9.9.9 {;max_age 1h;}', 'forward . 9.9.9.9 {;policy random;}', 'forward . 9.9.9.9 {;policy x;}', 'forward . 9.9.9.9 {;max_concurrent 1000;}', 'forward . 9.9.9.9 {;max_concurrent -1;}', 'forward . 9.9.9.9 {;max_concurrent x;}', 'forward . 9.9.9.9 {;next NXDOMAIN;}', 'forward . 9.9.9.9 {;next NOPE;}', 'forward . 9.9.9.9 {;next;}', 'forward . 9.9.9.9 {;failover NOERROR;}', 'forward . 9.9.9.9 {;failover SERVFAIL;}', 'forward . 9.9.9.9 {;read_timeout 0;}', 'forward . 9.9.9.9 {;read_timeout 1s;}', 'forward . 9.9.9.9 {;doh_method PUT;}', 'forward . 9.9.9.9 {;resolver x;}', 'forward . 9.9.9.9 {;source_address x;}', 'forward . 9.9.9.9 {;upstream;}', 'forward . 9.9.9.9 {;tls a b c d;}', 'forward a..b 9.9.9.9', `forward . ${Array.from({ length: 16 }, (_, i) => `10.0.0.${i}`).join(' ')}`, 'forward . 9.9.9.9;forward a.example 1.1.1.1', 'forward . resolv.conf', 'forward 10.0.0.0/15 9.9.9.9', 'forward . dns://', 'forward . 9.9.9.9 9.9.9.9', 'forward . fe80::1%eth0', 'forward . [9.9.9.9]', 'forward . 9.9.9.9 {;max_connect_attempts 3;failfast_all_unhealthy_upstreams;max_idle_conns 5;next_on_nodata;}'],
  header: ['header', 'header {;response set ra;}', 'header {;query clear rd;response clear aa;}', 'header {;set ra;}', 'header {;response;}', 'header {;response set;}', 'header {;response flip ra;}', 'header {;response set zz;}', 'header {;}'],
  health: ['health', 'health :8080', 'health localhost', 'health a b', 'health {;lameduck 5s;}', 'health {;lameduck;}', 'health {;lameduck x;}', 'health {;x;}', 'health [::1', 'health ::1:8080', 'health a[b:1', 'health [a]b:1', 'health [a]'],
  hosts: ['hosts', 'hosts hosts.txt', 'hosts hosts.txt example.org', 'hosts {;10.0.0.1 a.example;fallthrough;}', 'hosts {;fallthrough;10.0.0.1 a.example;}', 'hosts {;ttl 60;no_reverse;reload 1m;}', 'hosts {;ttl 0;}', 'hosts {;ttl x;}', 'hosts {;ttl;}', 'hosts {;ttl 65536;}', 'hosts {;reload x;}', 'hosts {;reload -1s;}', 'hosts {;reload;}', 'hosts {;fallthrough_unsupported;}', 'hosts {;fallthrough_unsupported;fallthrough;}', 'hosts {;fallthrough_unsupported x;}', 'hosts;hosts', 'hosts {;nonsense;}'],
  k8s_external: ['k8s_external;kubernetes {;endpoint http://127.0.0.1:1;}', 'k8s_external example.org {;apex testdns;ttl 30;headless;fallthrough;};kubernetes {;endpoint http://127.0.0.1:1;}', 'k8s_external {;ttl;};kubernetes {;endpoint http://127.0.0.1:1;}', 'k8s_external {;ttl x;};kubernetes {;endpoint http://127.0.0.1:1;}', 'k8s_external {;ttl 3601;};kubernetes {;endpoint http://127.0.0.1:1;}', 'k8s_external {;apex;};kubernetes {;endpoint http://127.0.0.1:1;}', 'k8s_external {;x;};kubernetes {;endpoint http://127.0.0.1:1;}'],
  kubernetes: ['kubernetes cluster.local {;endpoint http://127.0.0.1:1;}', 'kubernetes in-addr.arpa {;endpoint http://127.0.0.1:1;}', 'kubernetes 10.in-addr.arpa', 'kubernetes {;pods nonsense;}', 'kubernetes {;pods;}', 'kubernetes {;upstream;}', 'kubernetes {;resyncperiod 5m;}', 'kubernetes {;ttl -1;}', 'kubernetes {;ttl 3601;}', 'kubernetes {;ttl x;}', 'kubernetes {;ttl;}', 'kubernetes {;namespaces;}', 'kubernetes {;namespaces a;namespace_labels a=b;}', 'kubernetes {;labels;}', 'kubernetes {;ignore empty_service;endpoint http://127.0.0.1:1;}', 'kubernetes {;ignore;endpoint http://127.0.0.1:1;}', 'kubernetes {;ignore x;}', 'kubernetes {;endpoint_pod_names x;}', 'kubernetes {;noendpoints x;}', 'kubernetes {;tls a;}', 'kubernetes {;kubeconfig;}', 'kubernetes {;startup_timeout x;}', 'kubernetes {;multicluster clusterset.local;}', 'kubernetes {;endpoint http://127.0.0.1:1;};kubernetes {;endpoint http://127.0.0.1:1;}', 'kubernetes {;nonsense;}', 'kubernetes {;apiserver_qps -1;}', 'kubernetes {;zonal;noendpoints;}'],
  loadbalance: ['loadbalance', 'loadbalance round_robin', 'loadbalance round_robin x', 'loadbalance weighted', 'loadbalance weighted w.txt', 'loadbalance weighted w.txt {;reload 10s;}', 'loadbalance weighted w.txt {;reload x;}', 'loadbalance weighted w.txt {;reload;}', 'loadbalance weighted w.txt {;x;}', 'loadbalance x', 'loadbalance {;prefer 10.0.0.0/8;}', 'loadbalance {;prefer x;}', 'loadbalance {;x;}'],
  local: ['local', 'local x', 'local {;localhost_prefix off;}', 'local {;localhost_prefix x;}', 'local {;localhost_prefix;}', 'local {;x;}'],
  log: ['log', 'log example.org', 'log . "{common}"', 'log {;class denial error;}', 'log {;class;}', 'log {;class x;}', 'log {;x;}'],
  loop: ['loop', 'loop x', 'loop;loop'],
  metadata: ['metadata', 'metadata example.org', 'metadata {;x;}', 'metadata;metadata'],
  minimal: ['minimal', 'minimal x'],
  multisocket: ['multisocket', 'multisocket 2', 'multisocket 0', 'multisocket x', 'multisocket 2000', 'multisocket 1 2'],
  nsid: ['nsid', 'nsid a b', 'nsid;nsid'],
  on: ['on startup /bin/true', 'on', 'on never /bin/true'],
  pprof: ['pprof', 'pprof localhost:6053', 'pprof x', 'pprof a b', 'pprof {;block;}', 'pprof {;block x;}', 'pprof {;block 1 2;}', 'pprof {;x;}', 'pprof;pprof'],
  prometheus: ['prometheus', 'prometheus :9153', 'prometheus x', 'prometheus a b', 'prometheus {;x;}', 'prometheus {;tls a;}', 'prometheus {;tls;}', 'prometheus {;tls a;tls b;}', 'prometheus;prometheus'],
  quic: ['quic', 'quic x', 'quic {;max_streams 5;worker_pool_size 10;}', 'quic {;max_streams 0;}', 'quic {;max_streams x;}', 'quic {;x;}', 'https {;max_connections 0;}', 'https {;max_connections -1;}', 'https3 {;max_streams 1;max_connections 1;}', 'grpc_server {;max_streams;}'],
  ready: ['ready', 'ready :8181', 'ready x', 'ready a b', 'ready {;monitor continuously;}', 'ready {;monitor x;}', 'ready {;monitor;}', 'ready {;x;}', 'ready;ready'],
  reload: ['reload', 'reload 10s', 'reload 1s', 'reload 0s', 'reload x', 'reload 10s 5s', 'reload 10s 500ms', 'reload 10s 0s', 'reload 1 2 3', 'reload 1.5h', 'reload .5h', 'reload 5', 'reload 1d'],
  rewrite: ['rewrite', 'rewrite name a.example b.example', 'rewrite name', 'rewrite name a', 'rewrite stop', 'rewrite continue', 'rewrite nonsense a b', 'rewrite answer name a b', 'rewrite name exact a.example b.example answer auto', 'rewrite name prefix a- b-', 'rewrite name suffix .a.example .b.example answer auto', 'rewrite name substring a b answer name x y', 'rewrite name regex (.*)\\.a {1}.b', 'rewrite name regex (.* b', 'rewrite name regex .* {1}', 'rewrite name regex (.*)\\.a {1}.b answer name (.*)\\.b {1}.a', 'rewrite name regex (.*)\\.a {1}.b answer value (.*)\\.b {1}.a answer auto', 'rewrite name regex (.*)\\.a {1}.b answer auto answer name (.*)\\.b {1}.a', 'rewrite name exact a b answer', 'rewrite name exact a b other thing', 'rewrite name exact a b answer nonsense x', 'rewrite name exact a b answer name x', 'rewrite name fuzzy a b', 'rewrite class CH IN', 'rewrite class X IN', 'rewrite class CH', 'rewrite type ANY HINFO', 'rewrite type X A', 'rewrite type A', 'rewrite ttl a.example 30', 'rewrite ttl exact a.example 30-60', 'rewrite ttl a.example -60', 'rewrite ttl a.example 30-', 'rewrite ttl a.example -', 'rewrite ttl a.example x', 'rewrite ttl a.example 60-30', 'rewrite ttl a', 'rewrite ttl exact a 1 2', 'rewrite ttl fuzzy a 1', 'rewrite ttl regex ( 1', 'rewrite cname exact a.example b.example', 'rewrite cname a.example b.example', 'rewrite cname a', 'rewrite cname fuzzy a b', 'rewrite cname regex ( b', 'rewrite rcode a.example SERVFAIL NOERROR', 'rewrite rcode exact a.example 2 0', 'rewrite rcode a.example NOPE 0', 'rewrite rcode a.example 0 NOPE', 'rewrite rcode a 1', 'rewrite rcode fuzzy a 1 2', 'rewrite edns0 local set 0xffee 0x61626364', 'rewrite edns0 local set 0xffee abcd', 'rewrite edns0 local set 0xffee {client_ip}', 'rewrite edns0 local set 0xffee {nope}', 'rewrite edns0 local set 0xffee {a/b}', 'rewrite edns0 local set zz abcd', 'rewrite edns0 local set 0xffee 0x6', 'rewrite edns0 local set 0xffee 0xzz', 'rewrite edns0 nsid set', 'rewrite edns0 nsid set x', 'rewrite edns0 subnet set 24 56', 'rewrite edns0 subnet set 33 56', 'rewrite edns0 subnet set 24 129', 'rewrite edns0 subnet set x 56', 'rewrite edns0 local unset 0xffee', 'rewrite edns0 nsid unset', 'rewrite edns0 subnet unset 1', 'rewrite edns0 local', 'rewrite edns0 local flip a', 'rewrite edns0 other set a', 'rewrite edns0 local set 0xffee abcd revert', 'rewrite stop {;name regex (.*)\\.a {1}.b;answer name (.*)\\.b {1}.a;}', 'rewrite name a.example b.example extra', 'rewrite name exact ( b'],
  root: ['root /tmp', 'root'],
  shed: ['shed', 'shed x', 'shed {;x;}', 'shed;shed'],
  sign: ['sign', 'sign db.example {;x;}', 'sign db.example {;directory;}'],
  template: ['template', 'template IN', 'template X A', 'template IN X', 'template IN A {;match .*;answer "{{ .Name }} 60 IN A 10.0.0.1";}', 'template IN A {;match (;}', 'template IN A {;match;}', 'template IN A {;answer;}', 'template IN A {;answer "{{ nope }}";}', 'template IN A {;answer "{{ .Name ";}', 'template IN A {;rcode NXDOMAIN;}', 'template IN A {;rcode NOPE;}', 'template IN A {;rcode;}', 'template IN A {;ederror 21 "no";}', 'template IN A {;ederror x;}', 'template IN A {;ederror;}', 'template IN A {;fallthrough;upstream;}', 'template IN A {;nonsense;}', 'template IN A {;additional "{{ if .Name }}";}', 'template ANY ANY a.example b.example {;authority "{{ .Zone }} 60 IN SOA a. b. 1 2 3 4 5";}', 'template IN A {;answer "{{ end }}";}'],
  timeouts: ['timeouts', 'timeouts x', 'timeouts {;read 5s;write 5;idle 1m;}', 'timeouts {;read 500ms;}', 'timeouts {;read 25h;}', 'timeouts {;read x;}', 'timeouts {;read;}', 'timeouts {;nap 5s;}', 'timeouts {;}', 'timeouts {;maxtcpqueries 0;}', 'timeouts {;maxtcpqueries -1;}', 'timeouts {;maxtcpqueries x;}'],
  trace: ['trace', 'trace {;every x;}', 'trace {;service a b;}', 'trace {;x;}', 'trace a b c'],
  transfer: ['transfer', 'transfer {;to *;}', 'transfer {;to 10.0.0.1 10.0.0.2:5353;}', 'transfer {;to x;}', 'transfer {;to;}', 'transfer {;to *;source x;}', 'transfer {;to *;source 10.0.0.1;source 10.0.0.2;}', 'transfer {;x;}'],
  view: ['view a', 'view', 'view a b', 'view a {;expr incidr(client_ip(), \'10.0.0.0/8\');}', 'view a {;x;}', 'view a;view b'],
  whoami: ['whoami', 'whoami x'],
};

const zoneFile = '$TTL 3600\n@ IN SOA ns.example.org. admin.example.org. 1 7200 3600 86400 3600\n@ IN NS ns\nns IN A 192.0.2.53\n';

const plugins: readonly CorefileCase[] = Object.values(lines).flatMap((each) =>
  each.map((line) => ({
    name: line,
    text: `.:53 {\n  ${line.replaceAll(';', '\n    ')}\n}\n`,
    files: { 'db.example': zoneFile, 'no-soa': 'a.example.org. 60 IN A 192.0.2.1\n', 'resolv.conf': 'search a.example\nnameserver 192.0.2.53\nnameserver 2001:db8::53\n', 'hosts.txt': '192.0.2.1 a.example\n', 'w.txt': '' },
  })),
);

/** Texts and lines that are given to CoreDNS itself and to us. */
export const corefileCases: readonly CorefileCase[] = [...grammar, ...keys, ...plugins];
