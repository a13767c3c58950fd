/** What a person typed, of the text that Slack sends: `<https://a.example|a>` is the URL, `<#C1|shop>` and `<@U1>` are gone, entities are letters. Source: docs.slack.dev, “Formatting message text”. */
export function slackTyped(text: string): string {
  return text
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string) => (/^[@#!]/.test(target) ? '' : target.replace(/^mailto:/, '')))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What a person typed, of the text of Teams: HTML with the name of the bot before it. Source: learn.microsoft.com, “Create Outgoing Webhooks”. */
export function teamsTyped(text: string): string {
  return text
    .replace(/<at>[^<]*<\/at>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&nbsp;/gi, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
}
