"""Uploads a file with boto3 as its manual does: with_boto3.py FILE BUCKET KEY"""

import sys

import boto3

with open(sys.argv[1], "rb") as file:
    boto3.client("s3").upload_fileobj(file, sys.argv[2], sys.argv[3])
