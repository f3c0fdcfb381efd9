"""The envelope of WeCom's callbacks, written anew from its page [90930] and independent of the library that opens it:
SHA-1 over the sorted token, timestamp, nonce and ciphertext; AES-256-CBC, the IV the first 16 bytes of the key, over 16
random bytes, the length in network order, the text and the receiver's id, padded to 32 bytes by PKCS#7.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NODE_SEAL = """
const { encrypt, getSignature } = require('@wecom/crypto');
const { token, key, id, text, timestamp, nonce } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const sealed = encrypt(key, text, id);
process.stdout.write(JSON.stringify([sealed, getSignature(token, timestamp, nonce, sealed)]));
"""


@dataclass(frozen=True)
class Sealed:
    """A callback as it goes over the wire; `parts` are of the query."""

    parts: dict[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return urlencode(self.parts)


@dataclass(frozen=True)
class Sealer:
    token: str
    aes_key: str
    receiver: str

    def seal(self, text: str | bytes, timestamp: int, to: str = "", agent: int = 0) -> Sealed:
        return self.sign(self.encrypted(text), timestamp, to, agent)

    def encrypted(self, text: str | bytes) -> str:
        data = text.encode() if isinstance(text, str) else text
        return self.enciphered(os.urandom(16) + len(data).to_bytes(4, "big") + data + self.receiver.encode())

    def enciphered(self, plain: bytes) -> str:
        """Whatever is given, padded."""
        key = base64.b64decode(self.aes_key + "=")
        padder = padding.PKCS7(256).padder()
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        padded = padder.update(plain) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def sign(self, sealed: str, timestamp: int, to: str = "", agent: int = 0) -> Sealed:
        nonce = str(int.from_bytes(os.urandom(4), "big"))
        parts = {"msg_signature": self.signature(str(timestamp), nonce, sealed)}
        return Sealed(parts | {"timestamp": str(timestamp), "nonce": nonce}, envelope(sealed, to, agent))

    def signature(self, timestamp: str, nonce: str, sealed: str) -> str:
        return hashlib.sha1("".join(sorted((self.token, timestamp, nonce, sealed))).encode()).hexdigest()

    def by_node(self, text: str, timestamp: int, folder: Path) -> Sealed:
        """The same by WeCom's own library for Node, which is installed in `folder`."""
        about = {"token": self.token, "key": self.aes_key, "id": self.receiver, "text": text}
        given = json.dumps(about | {"timestamp": str(timestamp), "nonce": "88"})
        done = subprocess.run(["node", "-e", NODE_SEAL], input=given, capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0, done.stderr
        sealed, signature = json.loads(done.stdout)
        return Sealed({"msg_signature": signature, "timestamp": str(timestamp), "nonce": "88"}, envelope(sealed))


def envelope(sealed: str, to: str = "", agent: int = 0) -> bytes:
    """[90930]: what stands around what is sealed."""
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt>"
        f"<AgentID><![CDATA[{agent}]]></AgentID></xml>"
    ).encode()


def node_folder() -> Path | None:
    """Where Node finds @wecom/crypto: named by WECOM_CRYPTO, or beside the tests."""
    named = os.environ.get("WECOM_CRYPTO", "")
    for folder in filter(None, (named, str(Path(__file__).parents[2]))):
        if (Path(folder) / "node_modules" / "@wecom" / "crypto").is_dir() and shutil.which("node"):
            return Path(folder)
    return None
