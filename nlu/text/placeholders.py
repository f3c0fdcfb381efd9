"""Private-use characters that stand for a name, a time or a sum where only its kind counts."""

KINDS = (
    "customer", "contact", "product", "sku", "contract_no", "person", "industry", "buyer_role", "region",
    "time", "duration", "sum",
)  # fmt: skip
PLACEHOLDERS = {kind: chr(0xE000 + place) for place, kind in enumerate(KINDS)}
