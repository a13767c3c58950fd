"""Asks Foretrace what the network of a Kubernetes cluster does.

FORETRACE_URL is as https://foretrace.example.com, FORETRACE_TOKEN a token of API_TOKENS with the role viewer.
"""

import json
import os
from urllib import error, request

from errbot import BotPlugin, botcmd


class Foretrace(BotPlugin):
    """What the network of a cluster does, as in: !foretrace resolve cart.shop from dev/toolbox"""

    @botcmd
    def foretrace(self, message, args):
        """Asks Foretrace; !foretrace help tells what can be asked."""
        return ask(args, str(getattr(message, "to", "") or ""))


def ask(text, channel):
    url = os.environ.get("FORETRACE_URL", "http://localhost:3000")
    headers = {"Accept": "text/markdown", "Content-Type": "application/json"}
    if os.environ.get("FORETRACE_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["FORETRACE_TOKEN"]
    question = {"text": text, **({"channel": channel[:200]} if channel else {})}
    asked = request.Request(url + "/v1/chat", data=json.dumps(question).encode(), headers=headers, method="POST")
    try:
        with request.urlopen(asked, timeout=30) as response:
            return response.read().decode()
    except error.HTTPError as refused:
        return "Foretrace answers %d: %s" % (refused.code, json.load(refused).get("detail"))
    except error.URLError as unreachable:
        return "Foretrace cannot be reached: %s" % unreachable.reason
