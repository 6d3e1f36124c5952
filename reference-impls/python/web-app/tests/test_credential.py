import base64
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from reference_web_app.app import create_app
from reference_web_app.auth.credential import Certificate, certificate_assertion, read_certificate
from reference_web_app.settings import SettingsError

from .cloud import KEY, LOGIN, OTHER_KEY, SECRET, TENANT, WEB_APP, Cloud
from .conftest import Browser, MakeParts

AUDIENCE = f"{LOGIN}/{TENANT}/oauth2/v2.0/token"


def certificate(key: rsa.RSAPrivateKey = KEY, days: int = 30) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "web-app")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    valid = builder.serial_number(1).not_valid_before(now - timedelta(days=60)).not_valid_after(now + timedelta(days))
    return valid.sign(key, hashes.SHA256())


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None, of: x509.Certificate | None) -> bytes:
    private = b"" if key is None else key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + (b"" if of is None else of.public_bytes(Encoding.PEM))


CERTIFICATE = certificate()
THUMBPRINT = CERTIFICATE.fingerprint(hashes.SHA1()).hex()  # noqa: S303


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "certificate.pem"
    file.write_bytes(pem(KEY, CERTIFICATE))
    return file


def test_an_assertion_as_entra_wants_it() -> None:
    sign = certificate_assertion(Certificate(KEY, (CERTIFICATE,)), WEB_APP, AUDIENCE)
    first, second = sign(), sign()
    header = jwt.get_unverified_header(first)
    digest = base64.urlsafe_b64encode(CERTIFICATE.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    assert header == {"alg": "PS256", "typ": "JWT", "x5t#S256": digest}
    claims = jwt.decode(first, KEY.public_key(), ["PS256"], audience=AUDIENCE)
    assert (claims["iss"], claims["sub"]) == (WEB_APP, WEB_APP)
    assert claims["exp"] - claims["nbf"] == 600
    assert claims["jti"] != jwt.decode(second, KEY.public_key(), ["PS256"], audience=AUDIENCE)["jti"]


def test_the_chain_where_it_is_asked_for() -> None:
    header = jwt.get_unverified_header(
        certificate_assertion(Certificate(KEY, (CERTIFICATE,)), WEB_APP, AUDIENCE, send_chain=True)()
    )
    assert base64.b64decode(header["x5c"][0]) == CERTIFICATE.public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    "thumbprint",
    [
        THUMBPRINT,
        CERTIFICATE.fingerprint(hashes.SHA256()).hex().upper(),
        ":".join([THUMBPRINT[i : i + 2] for i in range(0, 40, 2)]),
    ],
)
def test_signs_in_with_it_and_nothing_else(cloud: Cloud, parts_with: MakeParts, file: Path, thumbprint: str) -> None:
    parts = parts_with(client_credential="certificate", client_cert_path=file, client_cert_thumbprint=thumbprint)
    assert Browser(create_app(parts).test_client(), cloud).sign_in().status_code == 302
    [redeemed] = cloud.token_requests
    jwt.decode(redeemed.form["client_assertion"], KEY.public_key(), ["PS256"], audience=AUDIENCE)
    assert SECRET not in redeemed.body


def test_a_certificate_that_has_expired_is_not_well(
    cloud: Cloud, parts_with: MakeParts, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(
        create_app(parts_with(client_credential="certificate", client_cert_path=file)).test_client(), cloud
    )
    assert browser.get("/health").status_code == 200
    later = CERTIFICATE.not_valid_after_utc.timestamp() + 1
    monkeypatch.setattr(time, "time", lambda: later)
    answer = browser.get("/health")
    assert (answer.status_code, answer.json) == (503, {"status": "unhealthy", "reason": "the certificate has expired"})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "must be a PEM file"),
        (pem(KEY, None), "must be a PEM file"),
        (pem(None, CERTIFICATE), "must be a PEM file"),
        (pem(OTHER_KEY, CERTIFICATE), "the private key is not the certificate's"),
        (pem(ec.generate_private_key(ec.SECP256R1()), CERTIFICATE), "must hold an RSA key"),
        (pem(KEY, certificate(days=-1)), "the certificate has expired"),
    ],
)
def test_names_what_is_wrong_with_a_file(file: Path, content: bytes, problem: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=rf"^Invalid settings: CLIENT_CERT_PATH: {problem}") as error:
        read_certificate(file, None)
    assert "\n" not in str(error.value)


def test_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"CLIENT_CERT_PATH: cannot be read \(FileNotFoundError\)"):
        read_certificate(tmp_path / "none.pem", None)


def test_names_a_thumbprint_that_is_anothers(file: Path) -> None:
    with pytest.raises(SettingsError, match="CLIENT_CERT_THUMBPRINT: is not that of the certificate"):
        read_certificate(file, "0" * 40)
