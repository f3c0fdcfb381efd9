"""A text as a QR code (ISO/IEC 18004), and its picture: bytes, error correction M, versions 1 to 9 (180 bytes)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from analytics.charts import Code
from bot.channels.pictures.canvas import INK, MARGIN, MUTED, SMALL, TITLE, WIDTH, Canvas, fitted

BLOCKS = (  # by version: error correction bytes of a block; how many blocks have how many data bytes
    (10, ((1, 16),)),
    (16, ((1, 28),)),
    (26, ((1, 44),)),
    (18, ((2, 32),)),
    (24, ((2, 43),)),
    (16, ((4, 27),)),
    (18, ((4, 31),)),
    (22, ((2, 38), (2, 39))),
    (22, ((3, 36), (2, 37))),
)
ALIGNED = ((), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46))
QUIET = 4  # modules around it
HEAD = 170
INNER = WIDTH - 2 * MARGIN
Matrix = list[list[bool]]


def draw_code(code: Code) -> Canvas:
    """The sheet: what it is for, and the code."""
    matrix = qr_code(code.content)
    step = INNER / (len(matrix) + 2 * QUIET)
    canvas = Canvas(HEAD + INNER)
    canvas.text(WIDTH / 2, 70, fitted(code.title, TITLE, INNER), TITLE, align="center")
    canvas.text(WIDTH / 2, 130, fitted(code.subtitle, SMALL, INNER), SMALL, MUTED, align="center")
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                canvas.square(MARGIN + (x + QUIET) * step, HEAD + (y + QUIET) * step, step, INK)
    return canvas


def qr_code(content: str) -> Matrix:
    """Its modules, row by row; True is dark. Raises ValueError for more than it holds."""
    data = content.encode()
    version = next((number for number in range(1, 10) if len(data) + 2 <= _room(number)), None)
    if version is None:
        raise ValueError("more than a QR code of version 9 holds")
    size = 17 + 4 * version
    fixed = _fixed(version, size)
    best = None
    for mask in range(8):
        matrix = _laid(fixed, size, _bits(_interleaved(data, version)), mask)
        _note_format(matrix, size, mask)
        if best is None or _penalty(matrix) < _penalty(best):
            best = matrix
    assert best is not None
    return best


def _room(version: int) -> int:
    return sum(count * size for count, size in BLOCKS[version - 1][1])


def _interleaved(data: bytes, version: int) -> bytes:
    """Data and error correction bytes in the order in which they are laid."""
    room = _room(version)
    bits = f"0100{len(data):08b}{''.join(f'{byte:08b}' for byte in data)}0000"
    words = [int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8)][:room]
    words += [(0xEC, 0x11)[number % 2] for number in range(room - len(words))]
    correction, groups = BLOCKS[version - 1]
    blocks, at = [], 0
    for count, size in groups:
        for _ in range(count):
            blocks.append(words[at : at + size])
            at += size
    longest = max(len(block) for block in blocks)
    laid = [block[place] for place in range(longest) for block in blocks if place < len(block)]
    checks = [_remainder(block, correction) for block in blocks]
    return bytes(laid + [check[place] for place in range(correction) for check in checks])


@cache
def _powers() -> tuple[list[int], list[int]]:
    """Powers of 2 in GF(256), and their exponents."""
    powers, exponents, value = [0] * 512, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        exponents[value] = exponent
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers, exponents


def _times(one: int, other: int) -> int:
    powers, exponents = _powers()
    return powers[exponents[one] + exponents[other]] if one and other else 0


def _remainder(block: list[int], count: int) -> list[int]:
    """The Reed-Solomon check of a block: its remainder by the product of all (x - 2^n)."""
    generator = [1]
    for exponent in range(count):
        root = _powers()[0][exponent]
        generator = [a ^ _times(b, root) for a, b in zip([*generator, 0], [0, *generator], strict=True)]
    rest = [*block, *[0] * count]
    for place in range(len(block)):
        lead = rest[place]
        for offset, factor in enumerate(generator):
            rest[place + offset] ^= _times(factor, lead)
    return rest[-count:]


def _fixed(version: int, size: int) -> dict[tuple[int, int], bool]:
    """The modules (row, column) that hold no data: finders, timing, alignment, the version, and room for the format."""
    fixed = {(at, 6): at % 2 == 0 for at in range(size)} | {(6, at): at % 2 == 0 for at in range(size)}
    for row in ALIGNED[version - 1]:
        for column in ALIGNED[version - 1]:
            if (row, column) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                fixed |= {(row + y, column + x): max(abs(y), abs(x)) != 1 for y in range(-2, 3) for x in range(-2, 3)}
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                if 0 <= top + y < size and 0 <= left + x < size:
                    fixed[top + y, left + x] = max(abs(y - 3), abs(x - 3)) not in (2, 4)
    for at in range(9):
        for place in ((8, at), (at, 8)):
            fixed.setdefault(place, False)
    for at in range(8):
        fixed.setdefault((8, size - 1 - at), False)
        fixed.setdefault((size - 1 - at, 8), False)
    fixed[size - 8, 8] = True
    if version >= 7:
        bits = version << 12 | _check(version, 12, 0x1F25)
        for at in range(18):
            dark, row, column = bool(bits >> at & 1), at // 3, size - 11 + at % 3
            fixed[row, column] = fixed[column, row] = dark
    return fixed


def _check(value: int, bits: int, generator: int) -> int:
    """The BCH check of so many bits."""
    rest = value << bits
    while rest.bit_length() > bits:
        rest ^= generator << rest.bit_length() - generator.bit_length()
    return rest


def _bits(data: bytes) -> Iterator[bool]:
    return (bool(byte >> place & 1) for byte in data for place in range(7, -1, -1))


def _laid(fixed: dict[tuple[int, int], bool], size: int, bits: Iterator[bool], mask: int) -> Matrix:
    """The data in columns of two, up and down from the right, turned over by the mask."""
    matrix = [[fixed.get((row, column), False) for column in range(size)] for row in range(size)]
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upward else range(size):
            for column in (right, right - 1):
                if (row, column) not in fixed:
                    matrix[row][column] = next(bits, False) ^ _turns(mask, row, column)
        upward = not upward
    return matrix


def _turns(mask: int, row: int, column: int) -> bool:
    product = row * column
    sums = (
        row + column,
        row,
        column,
        row + column,
        row // 2 + column // 3,
        product % 2 + product % 3,
        product % 2 + product % 3,
        (row + column) % 2 + product % 3,
    )
    return sums[mask] % (2, 2, 3, 3, 2, 6, 2, 2)[mask] == 0


def _note_format(matrix: Matrix, size: int, mask: int) -> None:
    """Level M and the mask, twice."""
    bits = (mask << 10 | _check(mask, 10, 0x537)) ^ 0x5412
    beside = [(8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)] + [(at, 8) for at in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(size - 1 - at, 8) for at in range(7)] + [(8, size - 8 + at) for at in range(8)]
    for at in range(15):
        for row, column in (beside[at], apart[at]):
            matrix[row][column] = bool(bits >> 14 - at & 1)


def _penalty(matrix: Matrix) -> int:
    """How hard it is to read: long runs, squares of one colour, too much of one."""
    lines = [*matrix, *map(list, zip(*matrix, strict=True))]
    runs = sum(length - 2 for line in lines for length in _runs(line) if length >= 5)
    squares = sum(
        3
        for above, below in pairwise(matrix)
        for at in range(len(above) - 1)
        if above[at] == above[at + 1] == below[at] == below[at + 1]
    )
    dark = sum(map(sum, matrix)) / len(matrix) ** 2
    return runs + squares + 10 * int(abs(dark - 0.5) * 20)


def _runs(line: list[bool]) -> Iterator[int]:
    length = 0
    for at, value in enumerate(line):
        length = length + 1 if at and value == line[at - 1] else 1
        if at + 1 == len(line) or line[at + 1] != value:
            yield length
