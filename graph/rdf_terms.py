"""Names in RDF: the vocabularies spoken, and IRIs from which the id of a node can be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from corpus.errors import GraphError
from graph.schema import Edge, Label

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
VOID = "http://rdfs.org/ns/void#"
#: European Legislation Identifier, ontology 1.5; domains and ranges in docs/rdf.md.
ELI = "http://data.europa.eu/eli/ontology#"
#: Our own terms (docs/ontology.ttl): the same whatever the base of the data.
ANFA = "https://w3id.org/anfa/ontology#"
#: Authority tables of the EU Publications Office, which ELI asks for.
CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
CHINA = "http://publications.europa.eu/resource/authority/country/CHN"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "rdf": RDF,
        "rdfs": RDFS,
        "xsd": XSD,
        "dcterms": DCTERMS,
        "skos": SKOS,
        "prov": PROV,
        "void": VOID,
        "eli": ELI,
        "anfa": ANFA,
    }
)

#: First part of the path. Texts of law share ``eli``, which ELI wants in their IRIs; the number of parts tells them apart.
_FOLDERS: Mapping[Label, str] = MappingProxyType(
    {
        Label.DOCUMENT: "eli",
        Label.VERSION: "eli",
        Label.PROVISION: "eli",
        Label.AGENCY: "agency",
        Label.INDUSTRY: "industry",
        Label.DUTY: "duty",
        Label.PENALTY: "penalty",
        Label.VIOLATION: "violation",
        Label.CRITERION: "criterion",
        Label.CASE: "case",
    }
)
#: Labels whose ids are ``name@version#locator``, or the beginning of it, by the number of its parts.
_PARTS: Mapping[Label, int] = MappingProxyType(
    {
        Label.DOCUMENT: 1,
        Label.VERSION: 2,
        Label.PROVISION: 3,
        Label.DUTY: 3,
        Label.PENALTY: 3,
        Label.CRITERION: 3,
    }
)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!()")


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs under one base.

    ``安全生产法@2021-06-10#97.1.7`` of a provision is ``…/eli/安全生产法/2021-06-10/97.1.7``. Chinese characters stay as
    they are (RFC 3987); what may not stand in a path, and ``/`` within a part, is percent-encoded.
    """

    base: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in ("http", "https") or not parts.netloc or set(self.base) & set('?#<>"{}|\\^` \t\r\n'):
            raise GraphError(
                f"“{self.base}”不能作 IRI 的开头",
                "请写成 http(s) 地址，不含 ? 和 #，如 https://data.example.gov.cn/law/（--base 或 ANFA_IRI_BASE）",
            )
        if not self.base.endswith("/"):
            object.__setattr__(self, "base", f"{self.base}/")

    def of(self, label: Label, identifier: str) -> str:
        """IRI of a node."""
        return f"{self.base}{_FOLDERS[label]}/{'/'.join(map(_encoded, _split(label, identifier)))}"

    def read(self, iri: str) -> tuple[Label, str]:
        """Label and id of a node from its IRI.

        Raises:
            GraphError: it is no IRI of a node under this base.
        """
        folder, _, path = iri.removeprefix(self.base).partition("/")
        parts = [unquote(part) for part in path.split("/")]
        for label, own in _FOLDERS.items():
            if own == folder and iri.startswith(self.base) and _PARTS.get(label, len(parts)) == len(parts):
                if label in _PARTS:
                    return label, "".join(f"{sign}{part}" for sign, part in zip(("", "@", "#"), parts, strict=False))
                return label, "/".join(parts)
        raise GraphError(f"“{iri}”不是本库节点的 IRI", f"节点的 IRI 以 {self.base} 开头，写法见 docs/rdf.md")

    def expression(self, version: str) -> str:
        """The Chinese wording of a version."""
        return f"{self.of(Label.VERSION, version)}#zh"

    def region(self, name: str) -> str:
        """A place where law holds."""
        return f"{self.base}region/{_encoded(name)}"

    def source(self, words: str) -> str:
        """Where something was read, by a digest of the words that say so."""
        return f"{self.base}source/{_digest(words)}"

    def statement(self, edge: Edge, source: str, target: str) -> str:
        """An edge of which more is said than its ends."""
        return f"{self.base}statement/{_digest(edge, source, target)}"

    def industries(self) -> str:
        """The scheme of sectors."""
        return f"{self.base}industries"


def term(value: StrEnum) -> str:
    """IRI of a member of a closed list, ``Unit.ARTICLE`` for example: ``anfa:unit-article``."""
    return f"{ANFA}{type(value).__name__.lower()}-{value.name.lower().replace('_', '-')}"


def _split(label: Label, identifier: str) -> list[str]:
    expected = _PARTS.get(label)
    if expected is None:
        return identifier.split("/") if label is Label.VIOLATION else [identifier]
    parts: list[str] = []
    rest = identifier
    for sign in "#@"[3 - expected :]:
        rest, found, last = rest.rpartition(sign)
        if not found:
            raise GraphError(f"{label} 的编号“{identifier}”缺少“{sign}”", "请运行 anfa build 重建")
        parts.insert(0, last)
    return [rest, *parts]


@lru_cache(maxsize=1 << 16)
def _encoded(part: str) -> str:
    kept = "".join(c if _stays(c) else quote(c, safe="") for c in part)
    # A part of dots alone means "here" or "above" in a path.
    return kept if kept.strip(".") or not kept else kept.replace(".", "%2E")


def _stays(character: str) -> bool:
    """Unreserved in ASCII, or among the ``ucschar`` of RFC 3987 and visible."""
    if character < "\x80":
        return character in _UNRESERVED
    return character.isprintable() and ("\xa0" <= character < "\ufff0" or "\U00010000" <= character < "\U000e0000")


def _digest(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]
