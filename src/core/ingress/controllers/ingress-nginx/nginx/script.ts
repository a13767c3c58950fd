/** A piece of a text with variables, as nginx compiles it. */
type Piece = { readonly text: string } | { readonly capture: number } | { readonly variable: string };

/** A text with variables, or why nginx does not take it. */
export type Script = { readonly pieces: readonly Piece[] } | { readonly fault: string };

/** Variables that are known here, and those of nginx and of the template that are not told of a request here. */
const known = new Set(
  (
    'uri document_uri request_uri args query_string is_args host http_host best_http_host scheme pass_access_scheme request_method namespace ingress_name service_name service_port location_path ' +
    'binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time content_length content_type document_root hostname https http2 limit_rate msec nginx_version pid ' +
    'pipe proxy_add_x_forwarded_for proxy_host proxy_port proxy_protocol_addr proxy_protocol_port proxy_protocol_server_addr proxy_protocol_server_port realip_remote_addr realip_remote_port ' +
    'realpath_root remote_addr remote_port remote_user request request_body request_body_file request_completion request_filename request_id request_length request_time server_addr server_name ' +
    'server_port server_protocol status time_iso8601 time_local proxy_upstream_name proxy_alternative_upstream_name pass_server_port pass_port req_id literal_dollar connection_upgrade the_real_ip ' +
    'ssl_protocol ssl_cipher ssl_server_name ssl_client_s_dn ssl_client_verify ssl_session_id upstream_addr upstream_status upstream_response_time balancer_ewma_score force_ssl_redirect ssl_redirect ' +
    'force_no_ssl_redirect preserve_trailing_slash use_port_in_redirects geoip2_city_country_code'
  ).split(' '),
);
const families = /^(?:http|arg|cookie|sent_http|sent_trailer|upstream_http|upstream_trailer|upstream_cookie)_\w/;

/**
 * Compiles `/a/$1$is_args`. `groups` are the names of the groups of the regex that it follows.
 *
 * Source: nginx 1.27.1 src/http/ngx_http_script.c, ngx_http_script_compile
 */
export function compileScript(text: string, groups: ReadonlySet<string> = new Set()): Script {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\$([1-9]|\{\w+\}|\w+|)/g)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const name = (match[1] ?? '').replace(/^\{|\}$/g, '').toLowerCase();
    if (name === '') return { fault: 'invalid variable name' };
    if (/^[1-9]$/.test(name)) pieces.push({ capture: Number(name) });
    else if (known.has(name) || families.test(name) || groups.has(name)) pieces.push({ variable: name });
    else return { fault: `unknown "${name}" variable` };
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return { pieces };
}

/** What a script is run with. */
export interface ScriptInput {
  /** The groups of the regex, from 1 on: `groups[1]`. */
  readonly groups: readonly string[];
  /** The value of a variable in lower case; undefined where it is not known here. */
  readonly variable: (name: string) => string | undefined;
  /** How the text of a group is copied; absent: as it is. */
  readonly copy?: (text: string) => string;
}

/** The text, or the name of the variable that is not known here. */
export function runScript(pieces: readonly Piece[], { groups, variable, copy = (text) => text }: ScriptInput): { readonly text: string } | { readonly unknown: string } {
  let text = '';
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text;
    else if ('capture' in piece) text += copy(groups[piece.capture] ?? '');
    else {
      const value = variable(piece.variable);
      if (value === undefined) return { unknown: piece.variable };
      text += value;
    }
  }
  return { text };
}
