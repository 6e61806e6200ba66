"""Microsoft's own client against a strict store: shows that what the store demands is what Microsoft's client does.

    azure_client.py check URL KEY               uploads, lists, reads and removes, and is refused where it should be
    azure_client.py read URL KEY NAME FILE      writes what the blob has into the file, and prints what is known of it
    azure_client.py sign KEY PERMISSIONS HOURS  prints a shared access signature of the account
"""

import base64
import datetime
import json
import os
import sys

from azure.core import MatchConditions
from azure.core import exceptions
from azure.storage.blob import BlobBlock, BlobServiceClient, StandardBlobTier, generate_account_sas

ACCOUNT = "strict"


def container(url, key, name="lake"):
    credential = {"account_name": ACCOUNT, "account_key": key}
    service = BlobServiceClient(
        f"{url}/{ACCOUNT}", credential=credential, max_single_put_size=1 << 20, max_block_size=1 << 20, retry_total=0
    )
    return service.get_container_client(name)


def refused(kind, action):
    try:
        action()
    except kind:
        return
    raise SystemExit(f"{kind.__name__} was expected")


def check(url, key):
    lake = container(url, key)
    small = lake.get_blob_client("client/small")
    small.upload_blob(b"small", validate_content=True)
    refused(exceptions.ResourceExistsError, lambda: small.upload_blob(b"other"))
    tag = small.get_blob_properties().etag
    unchanged = {"etag": tag, "match_condition": MatchConditions.IfNotModified}
    small.upload_blob(b"newer", overwrite=True, **unchanged)
    refused(exceptions.ResourceModifiedError, lambda: small.upload_blob(b"newest", overwrite=True, **unchanged))
    large = os.urandom((3 << 20) + 17)
    blob = lake.get_blob_client("client/folder/large")
    blob.upload_blob(large, metadata={"mark": "m"}, standard_blob_tier=StandardBlobTier.COOL, max_concurrency=1)
    assert blob.download_blob().readall() == large
    assert blob.get_blob_properties().metadata == {"mark": "m"}
    refused(exceptions.HttpResponseError, lambda: blob.commit_block_list([BlobBlock("unknown")]))
    for number in range(7):
        lake.upload_blob(f"client/odd {number}+%?#é", str(number))
    names = [blob.name for page in lake.list_blobs(name_starts_with="client/", results_per_page=3).by_page() for blob in page]
    assert names == ["client/folder/large", *(f"client/odd {number}+%?#é" for number in range(7)), "client/small"], names
    walked = [entry.name for entry in lake.walk_blobs("client/", delimiter="/")]
    assert "client/folder/" in walked and "client/small" in walked, walked
    for name in names:
        lake.delete_blob(name)
    refused(exceptions.ResourceNotFoundError, lambda: small.delete_blob())
    refused(exceptions.ResourceNotFoundError, lambda: container(url, key, "other").upload_blob("a", b"a"))
    wrong = base64.b64encode(os.urandom(64)).decode()
    refused(exceptions.ClientAuthenticationError, lambda: container(url, wrong).upload_blob("a", b"a"))
    signed = sign(key, "rwdlac", "1")
    service = BlobServiceClient(f"{url}/{ACCOUNT}", credential=signed, retry_total=0)
    service.get_blob_client("lake", "client/signed").upload_blob(b"signed")
    service.get_blob_client("lake", "client/signed").delete_blob()
    service = BlobServiceClient(f"{url}/{ACCOUNT}", credential=sign(key, "r", "1"), retry_total=0)
    refused(exceptions.HttpResponseError, lambda: service.get_blob_client("lake", "client/signed").upload_blob(b"a"))


def read(url, key, name, file):
    blob = container(url, key).get_blob_client(name)
    with open(file, "wb") as out:
        blob.download_blob().readinto(out)
    known = blob.get_blob_properties()
    print(json.dumps({"type": known.content_settings.content_type, "tier": known.blob_tier, "metadata": known.metadata}))


def sign(key, permissions, hours):
    now = datetime.datetime.now(datetime.timezone.utc)
    end = now + datetime.timedelta(hours=float(hours))
    return generate_account_sas(ACCOUNT, key, "sco", permissions, end)


if sys.argv[1] == "sign":
    print(sign(*sys.argv[2:]))
else:
    {"check": check, "read": read}[sys.argv[1]](*sys.argv[2:])
