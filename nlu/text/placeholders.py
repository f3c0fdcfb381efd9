"""Private-use characters that stand for a name, a time or a sum where only its kind counts."""

KINDS = (
    "customer", "contact", "product", "sku", "contract_no", "person", "industry", "buyer_role", "region",
    "time", "length", "sum",
)  # fmt: skip
MARKS = {kind: chr(0xE000 + place) for place, kind in enumerate(KINDS)}
