"""The answers that are the same for everybody: is the server well, and whose is it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def public_routes(brand: bytes) -> list[Route]:
    """Return GET /health and GET /brand; `brand` is the brand file's JSON."""

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def show_brand(_: Request) -> Response:
        return Response(brand, media_type="application/json")

    return [Route("/health", health), Route("/brand", show_brand)]
