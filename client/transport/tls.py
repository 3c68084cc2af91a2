"""Which TLS certificates of a server are believed."""

import ssl


def client_tls(server_root: str | None) -> ssl.SSLContext:
    """Return a context that believes the system's roots and, where given, the brand's private one.

    `server_root` is PEM. Raises ssl.SSLError when it is not a certificate.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server_root is not None:
        try:
            context.load_verify_locations(cadata=server_root)
        except (TypeError, ValueError) as error:
            # An empty text, or letters beyond ASCII.
            raise ssl.SSLError("not a certificate in PEM") from error
    return context
