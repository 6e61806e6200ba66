"""Google's own client against a strict store: shows that what the store demands is what Google's client does.

    gcs_client.py check URL ACCOUNT             uploads, lists, reads and removes, and is refused where it should be
    gcs_client.py read URL ACCOUNT NAME FILE    writes what the object has into the file, and prints what is known of it
"""

import json
import os
import sys

import google.auth.exceptions
from google.api_core import exceptions
from google.cloud import storage
from google.oauth2 import service_account


def bucket_of(url, account, **changes):
    credentials = service_account.Credentials.from_service_account_info({**json.loads(account), **changes})
    client = storage.Client(project="strict", credentials=credentials, client_options={"api_endpoint": url})
    return client.bucket("lake")


def refused(kind, action):
    try:
        action()
    except kind:
        return
    raise SystemExit(f"{kind.__name__} was expected")


def check(url, account):
    bucket = bucket_of(url, account)
    bucket.blob("client/small").upload_from_string(b"small", if_generation_match=0, checksum="crc32c")
    refused(
        exceptions.PreconditionFailed,
        lambda: bucket.blob("client/small").upload_from_string(b"other", if_generation_match=0),
    )
    large = os.urandom((3 << 20) + 17)
    blob = bucket.blob("client/folder/large", chunk_size=1 << 20)
    with blob.open("wb", ignore_flush=True) as file:
        file.write(large)
    assert bucket.blob("client/folder/large").download_as_bytes() == large
    assert bucket.get_blob("client/small").size == 5
    assert bucket.get_blob("client/none") is None
    for number in range(7):
        bucket.blob(f"client/odd {number}+%?#é").upload_from_string(str(number))
    pages = bucket.client.list_blobs(bucket, prefix="client/", delimiter="/", page_size=3)
    names = [blob.name for blob in pages]
    assert names == [*(f"client/odd {number}+%?#é" for number in range(7)), "client/small"], names
    assert pages.prefixes == {"client/folder/"}, pages.prefixes
    for blob in list(bucket.client.list_blobs(bucket, prefix="client/")):
        blob.delete(if_generation_match=blob.generation)
    refused(exceptions.NotFound, lambda: bucket.blob("client/small").delete())
    refused(exceptions.NotFound, lambda: bucket.client.bucket("other").blob("a").upload_from_string(b"a"))
    refused(exceptions.Forbidden, lambda: bucket.client.bucket("forbidden").blob("a").upload_from_string(b"a"))
    another = bucket_of(url, account, client_email="other@strict.iam.gserviceaccount.com")
    refused(google.auth.exceptions.RefreshError, lambda: another.blob("a").upload_from_string(b"a"))


def read(url, account, name, file):
    blob = bucket_of(url, account).get_blob(name)
    # A download makes it forget what the answer does not repeat.
    print(json.dumps({"type": blob.content_type, "class": blob.storage_class, "metadata": blob.metadata}))
    blob.download_to_filename(file, checksum="crc32c")


{"check": check, "read": read}[sys.argv[1]](*sys.argv[2:])
