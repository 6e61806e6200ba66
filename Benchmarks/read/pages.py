"""Pages such as an order API returns: 100 records of about 600 bytes, with the URL of the next page."""

import json
import random

RECORDS_PER_PAGE = 100

_NAMES = ["Ada Lovelace", "Grace Hopper", "José Núñez", "王小明", "Zoë Ångström"]
_NOTES = ["ring twice", "à l'attention de la réception", 'door code "4711"\nthank you', ""]


def _order(number, source):
    return {
        "id": f"ord_{100_000 + number}",
        "created": 1_700_000_000 + number * 37,
        "updated_at": f"2024-11-{10 + number % 20}T08:{10 + number % 50}:00.123Z",
        "status": source.choice(["open", "paid", "shipped", "returned"]),
        "currency": "eur",
        "total": source.randrange(1_000_000) / 100,
        "discount": None,
        "gift": source.random() < 0.5,
        "customer": {
            "id": source.randrange(1_000_000_000),
            "name": source.choice(_NAMES),
            "email": f"customer{source.randrange(100_000)}@example.com",
            "phone": None,
        },
        "lines": [
            {
                "sku": f"SKU-{source.randrange(100_000)}",
                "quantity": source.randint(1, 9),
                "price": source.randrange(100_000) / 100,
                "tags": source.sample(["new", "sale", "fragile", "large"], source.randrange(3)),
            }
            for _ in range(source.randint(3, 5))
        ],
        "note": source.choice(_NOTES),
    }


def page(number, next_url, source):
    """The text of a page, in the compact form that APIs send."""
    first = number * RECORDS_PER_PAGE
    document = {
        "data": [_order(first + position, source) for position in range(RECORDS_PER_PAGE)],
        "next": next_url,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def write_pages(folder, count, url):
    """Writes 0.json to count-1.json, always the same, which are served below `url`. Returns their size in bytes."""
    source = random.Random(7)
    size = 0
    for number in range(count):
        text = page(number, f"{url}/{number + 1}.json" if number + 1 < count else None, source)
        size += (folder / f"{number}.json").write_bytes(text)
    return size
